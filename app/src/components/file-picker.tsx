import { useRef } from 'preact/hooks';
import { openFile } from '../state/source.js';

/** Choose a picture or a video; it is read in the page and goes nowhere. */
export function FilePicker() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path
            d="M10 13V3M6 7l4-4 4 4M3 13v2.500A1.500 1.500 0 0 0 4.500 17h11a1.500 1.500 0 0 0 1.500-1.500V13"
            class="stroke"
          />
        </svg>
        Open file
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*,video/*"
        hidden
        aria-label="Picture or video file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that choosing the same file again is a change.
          if (file) openFile(file).finally(() => input.current && (input.current.value = ''));
        }}
      />
    </>
  );
}
