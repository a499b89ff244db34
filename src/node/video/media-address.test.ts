import { expect, test } from 'vitest';
import { parseMediaAddress } from './media-address.js';

const parse = (source: string) => parseMediaAddress(source, (path) => `/here/${path}`);

test.each(['clip.mp4', 'a:b.mp4', 'http:clip.mp4', 'ftp://host/a.mp4', 'concat:a.mp4|b.mp4', './-'])(
  '%s is a path, whatever FFmpeg would make of it',
  (source) => {
    expect(parse(source)).toEqual({ kind: 'file', url: `file:/here/${source}`, options: {}, name: source });
  },
);

test('a dash is standard input', () => {
  expect(parse('-')).toMatchObject({ kind: 'pipe', url: 'pipe:0', name: '-' });
});

test.each(['http://host/a.mp4', 'https://host/a.mp4?x=1', 'HTTP://host/a.mp4'])(
  '%s is opened with a time limit',
  (source) => {
    expect(parse(source)).toEqual({
      kind: 'network',
      url: source,
      options: { rw_timeout: '5000000', user_agent: 'affect-detect' },
      name: source,
    });
  },
);

test.each(['rtsp://camera:554/live', 'rtsps://camera/live'])(
  '%s is read over TCP, with a time limit',
  (source) => {
    expect(parse(source)).toMatchObject({
      kind: 'network',
      url: source,
      options: { timeout: '5000000', rtsp_transport: 'tcp' },
    });
  },
);

test('a password is used and never shown', () => {
  const { url, name } = parse('rtsp://admin:secret@camera/live?channel=1');
  expect(url).toBe('rtsp://admin:secret@camera/live?channel=1');
  expect(name).toBe('rtsp://camera/live?channel=1');
});
