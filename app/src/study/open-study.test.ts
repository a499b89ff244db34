import { afterEach, expect, it, vi } from 'vitest';
import { closeStudy, fetchStudy, readStudy } from './open-study.js';

const NAMES = ['Sale 50% off.jpg', 'pictures #2/Why?.jpg', '%41.jpg', 'ä+b.jpg'];
const STUDY = JSON.stringify({
  study: 1,
  title: 'Odd names',
  consent: 'Yes?',
  stimuli: NAMES.map((file) => ({ kind: 'image', file })),
});

afterEach(() => vi.unstubAllGlobals());

it('fetches stimuli by the names that the study gives them', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async ({ pathname, search, hash }: URL) => {
    asked.push(decodeURIComponent(pathname) + search + hash);
    return new Response(STUDY);
  });
  closeStudy(await fetchStudy('/study/Study%20%231.study.json'));
  expect(asked).toEqual(['/study/Study #1.study.json', ...NAMES.map((name) => `/study/${name}`)]);
});

it('finds stimuli among the files that were chosen', async () => {
  const files = NAMES.map((name) => new File(['content'], name.split('/').at(-1)!));
  const study = await readStudy([new File([STUDY], 'Study #1.study.json'), ...files]);
  expect(study.urls.size).toBe(NAMES.length);
  closeStudy(study);
});
