/** The page in the window: the newest picture, and buttons for the keys. Addresses are relative to a secret folder. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>affect-detect</title>
<link rel="stylesheet" href="page.css">
<main><img id="picture" alt="The camera, with the expression over every face"></main>
<footer>
<button data-key="-" title="Threshold down (-)">&minus;</button>
<span>threshold</span>
<button data-key="+" title="Threshold up (+)">+</button>
<button data-key="b">Bars <kbd>b</kbd></button>
<button data-key="t">Time course <kbd>t</kbd></button>
<button data-key="m">Mirror <kbd>m</kbd></button>
<button data-key="r">Record <kbd>r</kbd></button>
<button data-key="s">Snapshot <kbd>s</kbd></button>
<button data-key="q">Quit <kbd>q</kbd></button>
</footer>
<script src="page.js"></script>
</html>
`;

export const PAGE_CSS = `
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: #14161a; color: #e8eaed; font: 13px system-ui, sans-serif; }
main { flex: 1; min-height: 0; }
img { width: 100%; height: 100%; object-fit: contain; display: block; }
footer { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 6px 8px; }
button { background: #2a2e35; color: inherit; border: 1px solid #454b55; border-radius: 6px; padding: 3px 9px; font: inherit; }
button:hover { background: #363b44; }
button:focus-visible { outline: 2px solid #56b4e9; outline-offset: 1px; }
kbd { color: #a9b0bb; font: inherit; margin-left: 3px; }
`;

/** The request to `alive` stays open as long as the page and the program both are there. */
export const PAGE_SCRIPT = `
const send = (key) => fetch('key', { method: 'POST', body: key });
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // A button that has the focus takes these two itself.
  if (event.key === ' ' || event.key === 'Enter') return;
  send(event.key);
});
document.querySelector('footer').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) send(button.dataset.key);
});
document.getElementById('picture').src = 'pictures';
fetch('alive').then((response) => response.text()).catch(() => {}).finally(() => window.close());
`;
