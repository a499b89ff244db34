import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isSessionFile } from '../export/import-session.js';
import { importFiles } from '../sessions/import-files.js';
import { openFiles } from '../state/open-files.js';
import { isStudyFile } from '../study/open-study.js';

/** The whole page takes dropped or pasted pictures, or a video. */
export function DropTarget({ children }: { children: ComponentChildren }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const take = (event: Event, data: DataTransfer | null) => {
      setOver(false);
      const file = data?.files[0];
      if (!file) return;
      event.preventDefault();
      const files = [...data.files];
      if (!files.some(isStudyFile) && isSessionFile(file)) importFiles(files.filter(isSessionFile));
      else openFiles(files);
    };
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', (event) => take(event, event.dataTransfer), { signal });
    document.addEventListener('paste', (event) => take(event, event.clipboardData), { signal });
    return () => listeners.abort();
  }, []);
  return (
    <div class="page">
      {children}
      {isOver && (
        <div class="drop-hint" aria-hidden="true">
          Drop pictures or a video
        </div>
      )}
    </div>
  );
}
