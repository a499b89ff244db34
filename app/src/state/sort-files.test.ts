import { expect, it } from 'vitest';
import { sortFiles } from './sort-files.js';

it('sorts files by what they say they are, and keeps their order', () => {
  const files = [
    new File([], 'b.png', { type: 'image/png' }),
    new File([], 'clip.mp4', { type: 'video/mp4' }),
    new File([], 'a.heic'),
    new File([], 'film.mkv'),
    new File([], 'table.CSV', { type: 'text/csv' }),
    new File([], 'frames.parquet'),
    new File([], 'faces.study.json', { type: 'application/json' }),
    new File([], 'notes.pdf', { type: 'application/pdf' }),
  ];
  const { studies, sessions, videos, pictures, others } = sortFiles(files);
  const names = [studies, sessions, videos, pictures, others].map((group) => group.map(({ name }) => name));
  expect(names).toEqual([
    ['faces.study.json'],
    ['table.CSV', 'frames.parquet'],
    ['clip.mp4', 'film.mkv'],
    ['b.png', 'a.heic'],
    ['notes.pdf'],
  ]);
});
