import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { openFiles } from '../state/open-files.js';
import { transferredFiles } from '../state/transferred-files.js';

/** The whole page takes what is dropped or pasted: pictures, videos, sessions, studies, and folders of them. */
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
      if (!data?.types.includes('Files')) return;
      event.preventDefault();
      transferredFiles(data).then(openFiles);
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
          Drop pictures, videos or sessions
        </div>
      )}
    </div>
  );
}
