/**
 * Whether a key is pressed for the page: without Ctrl, Alt or Cmd, not held, in no field, and with no dialog open, which would
 * cover what the key changes.
 */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return false;
  return !isField(event.target) && document.querySelector('dialog[open]') === null;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=range], [type=checkbox], [type=radio]), select, textarea') !== null
  );
}
