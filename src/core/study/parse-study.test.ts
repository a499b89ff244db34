import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { parseStudy } from './parse-study.js';

const STUDY = {
  study: 1,
  title: 'Two stimuli',
  consent: 'The camera reads your face.',
  stimuli: [
    { kind: 'image', file: 'pictures/a.jpg' },
    { kind: 'video', file: 'b.mp4', label: 'Second' },
  ],
};
const parse = (change: object) => parseStudy(JSON.stringify({ ...STUDY, ...change }), 'a.study.json');

describe('parseStudy', () => {
  it('fills in what is left out', () => {
    expect(parse({})).toEqual({
      title: 'Two stimuli',
      consent: 'The camera reads your face.',
      pause: 1,
      stimuli: [
        { kind: 'image', file: 'pictures/a.jpg', label: 'pictures/a.jpg', seconds: 5 },
        { kind: 'video', file: 'b.mp4', label: 'Second' },
      ],
    });
  });

  it.each([
    ['stimuli', { stimuli: [] }],
    ['consent', { consent: '  ' }],
    ['title', { title: undefined }],
    ['study', { study: 2 }],
    ['stimuli.0.seconds', { stimuli: [{ kind: 'image', file: 'a.jpg', seconds: 0 }] }],
    ['stimuli.0.kind', { stimuli: [{ kind: 'sound', file: 'a.mp3' }] }],
  ])('names %s where that is wrong', (field, change) => {
    expect(() => parse(change)).toThrow(InputError);
    expect(() => parse(change)).toThrow(`a.study.json is not a study: ${field}: `);
  });

  it.each([
    '',
    '/etc/passwd',
    '../a.jpg',
    'a/../../b.jpg',
    'https://example.org/a.jpg',
    'a\\b.jpg',
    './a.jpg',
  ])('takes no stimulus from elsewhere: "%s"', (file) => {
    expect(() => parse({ stimuli: [{ kind: 'image', file }] })).toThrow('stimuli.0.file: must be the name');
  });

  it.each(['Sale 50% off.jpg', 'Advert #1.jpg', 'Why?.jpg', 'ä/%2e%2e/b.jpg'])(
    'takes a file called "%s"',
    (file) => {
      expect(parse({ stimuli: [{ kind: 'image', file }] }).stimuli[0].file).toBe(file);
    },
  );

  it('refuses a field that it does not know, and takes a byte order mark', () => {
    expect(() => parse({ pauze: 9 })).toThrow('pauze');
    expect(() => parse({ stimuli: [{ kind: 'image', file: 'a.jpg', second: 3 }] })).toThrow('second');
    expect(() => parseStudy('\uFEFF{"study": 2}', 'a.study.json')).toThrow('a.study.json is not a study: ');
  });

  it('says when it is not JSON', () => {
    expect(() => parseStudy('{', 'a.study.json')).toThrow('a.study.json is not valid JSON');
  });
});
