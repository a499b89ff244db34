import { loadAffectDetector } from 'affect-detect/browser';

const list = document.querySelector('#faces');
const input = document.querySelector('#file');
const loading = loadAffectDetector();

input.addEventListener('change', () => show(input.files[0]));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  show(event.dataTransfer.files[0]);
});

/** Read a picture, and list its faces from left to right. */
async function show(file) {
  if (!file) return;
  const detector = await loading;
  const { faces } = await detector.detect(file);
  const items = faces
    .toSorted((a, b) => a.box.x - b.box.x)
    .map(({ expression, probability }) => {
      const item = document.createElement('li');
      item.textContent = `${expression ?? 'uncertain'} (${Math.round(probability * 100)} %)`;
      return item;
    });
  list.replaceChildren(...items);
}
