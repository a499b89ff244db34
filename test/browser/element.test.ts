import type { FrameResult } from 'affect-detect';
import { AffectDetectElement } from 'affect-detect/element';
import { afterEach, describe, expect, it, vi } from 'vitest';
import clipUrl from '../../samples/clip.mp4?url';
import collinsUrl from '../../samples/collins.jpg?url';
import hopperUrl from '../../samples/hopper.jpg?url';

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function add(attributes: Record<string, string>): AffectDetectElement {
  const element = document.createElement('affect-detect');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

const next = (target: EventTarget) =>
  new Promise<FrameResult>((resolve, reject) => {
    target.addEventListener('result', (event) => resolve((event as CustomEvent<FrameResult>).detail), {
      once: true,
    });
    target.addEventListener('error', (event) => reject((event as ErrorEvent).error), { once: true });
  });

const part = <T extends Element = HTMLElement>(element: AffectDetectElement, name: string) =>
  element.shadowRoot!.querySelector<T>(`[part=${name}]`);

/** @returns a function that tells how many workers were made since */
function countWorkers(): () => number {
  const spy = vi.fn();
  vi.stubGlobal(
    'Worker',
    class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        spy();
      }
    },
  );
  return () => spy.mock.calls.length;
}

/** @returns the first and the last column that something is drawn in, as shares of the width */
function drawnColumns({ shadowRoot }: AffectDetectElement): [number, number] {
  const canvas = shadowRoot!.querySelector('canvas')!;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  const columns = [...data.keys()]
    .filter((i) => i % 4 === 3 && data[i] > 0)
    .map((i) => (i >> 2) % canvas.width);
  const [first, last] = columns.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [canvas.width, 0]);
  return [first / canvas.width, last / canvas.width];
}

/** @returns the address of a picture with another one on its left, and nothing on its right */
async function onTheLeft(url: string): Promise<string> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = new OffscreenCanvas(2 * picture.naturalWidth, picture.naturalHeight);
  canvas.getContext('2d')!.drawImage(picture, 0, 0);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/jpeg' }));
}

/** A camera that shows a picture. */
async function cameraOf(url: string): Promise<MediaStream> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d')!;
  const draw = () => context.drawImage(picture, 0, 0, 640, 480);
  draw();
  const stream = canvas.captureStream(20);
  const timer = setInterval(() => (stream.active ? draw() : clearInterval(timer)), 50);
  return stream;
}

describe('<affect-detect>', () => {
  it('is an element of its own', () => {
    expect(document.createElement('affect-detect')).toBeInstanceOf(AffectDetectElement);
  });

  it('reads the picture of its src, tells it by an event that bubbles, and draws it', async () => {
    const heard = next(document.body);
    const element = add({ src: collinsUrl });
    const { faces } = await heard;
    expect(faces.map(({ expression }) => expression)).toEqual(['happy']);
    expect(part(element, 'overlay')!.getAttribute('aria-label')).toMatch(/^1 face: Happy \d+ %$/);
    const canvas = part<HTMLCanvasElement>(element, 'overlay')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    expect(data.some((value) => value > 0)).toBe(true);
  });

  it('loads its detector once when it was in the page before it was defined', async () => {
    const workers = countWorkers();
    document.body.innerHTML = `<affect-later src="${collinsUrl}" labels="fer2013" threshold="0.5"></affect-later>`;
    const heard = next(document.body);
    customElements.define('affect-later', class extends AffectDetectElement {});
    expect((await heard).faces).toHaveLength(1);
    expect(workers()).toBe(1);
  });

  it('keeps its detector when it is moved, or is to show something else', async () => {
    const element = add({ src: collinsUrl, labels: 'fer2013' });
    await next(element);
    const workers = countWorkers();
    document.body.append(document.createElement('p'), element);
    await next(element);
    element.setAttribute('src', hopperUrl);
    await next(element);
    expect(workers()).toBe(0);
  });

  it('mirrors a still picture and what is drawn over it, at any time', async () => {
    const element = add({ src: await onTheLeft(collinsUrl) });
    await next(element);
    const [first, last] = drawnColumns(element);
    expect(last).toBeLessThan(0.5);
    element.setAttribute('mirror', '');
    expect(getComputedStyle(part(element, 'picture')!).transform).toBe('matrix(-1, 0, 0, 1, 0, 0)');
    expect(drawnColumns(element)[0]).toBeGreaterThan(0.5);
    element.removeAttribute('mirror');
    expect(drawnColumns(element)).toEqual([first, last]);
  });

  it('follows a change of its threshold, of its src and of its labels', async () => {
    const element = add({ src: collinsUrl });
    await next(element);
    element.threshold = 1;
    expect((await next(element)).faces[0].expression).toBeNull();
    element.removeAttribute('threshold');
    await next(element);
    element.setAttribute('src', hopperUrl);
    const ferplus = await next(element);
    expect(ferplus.faces[0].expression).toBe('neutral');
    element.setAttribute('labels', 'fer2013');
    const fer2013 = await next(element);
    expect(fer2013.faces[0].probabilities).not.toEqual(ferplus.faces[0].probabilities);
  });

  it('reads a picture again where its threshold changes while it is read', async () => {
    const element = add({ src: collinsUrl });
    const answers: unknown[] = [];
    element.addEventListener('result', (event) => {
      answers.push((event as CustomEvent<FrameResult>).detail.faces[0].expression);
    });
    await vi.waitFor(() => expect(element.shadowRoot!.querySelector('img')).not.toBeNull());
    element.threshold = 1;
    await expect.poll(() => answers.at(-1), { timeout: 20_000 }).toBe(null);
  });

  it('plays and reads a video until it is taken away', async () => {
    const element = add({ src: clipUrl, smoothing: '0' });
    const { faces, timestamp } = await next(element);
    expect(timestamp).not.toBeNull();
    expect(faces[0].trackId).toBe(1);
    const video = part<HTMLVideoElement>(element, 'picture')!;
    element.remove();
    expect(element.isRunning).toBe(false);
    expect(video.getAttribute('src')).toBeNull();
  });

  it('waits with the camera for its button, and Escape turns it off', async () => {
    const stream = await cameraOf(collinsUrl);
    navigator.mediaDevices.getUserMedia = async () => stream;
    const element = add({ camera: '', mirror: '' });
    const button = part<HTMLButtonElement>(element, 'button')!;
    expect([element.isRunning, button.hidden, button.textContent]).toEqual([false, false, 'Start camera']);
    button.click();
    expect((await next(element)).faces[0].expression).toBe('happy');
    expect(button.textContent).toBe('Stop camera');
    expect(getComputedStyle(part(element, 'picture')!).transform).toBe('matrix(-1, 0, 0, 1, 0, 0)');
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(stream.getTracks()[0].readyState).toBe('ended');
    expect([element.isRunning, button.textContent]).toEqual([false, 'Start camera']);
  });

  it('says what went wrong, on the page and by an event', async () => {
    const element = add({ src: '/no-such-picture.jpg' });
    await expect(next(element)).rejects.toThrow();
    expect(part(element, 'status')!.textContent).not.toBe('');
    expect(element.isRunning).toBe(false);
    const nothing = add({});
    const failed = next(nothing);
    nothing.start();
    await expect(failed).rejects.toThrow('needs a src or a camera attribute');
  });

  it('takes its colours from custom properties, and its parts from the page', () => {
    const style = document.createElement('style');
    style.textContent = 'affect-detect::part(button) { min-height: 60px }';
    document.body.append(style);
    const element = add({ camera: '' });
    element.style.setProperty('--affect-detect-background', 'rgb(1, 2, 3)');
    expect(getComputedStyle(element).backgroundColor).toBe('rgb(1, 2, 3)');
    expect(getComputedStyle(part(element, 'button')!).minHeight).toBe('60px');
  });
});
