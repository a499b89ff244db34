import { Timeline } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { createSession, type Session, type SessionInfo } from '../recording/session.js';
import { SessionSummary } from '../summary/session-summary.js';
import { fileName } from './download.js';
import { importSessions } from './import-session.js';
import { sessionCsv } from './session-csv.js';
import { sessionJson } from './session-json.js';
import { sessionParquet } from './session-parquet.js';
import { tableFrames } from './table-frames.js';

async function recorded(change: Partial<SessionInfo> = {}): Promise<Session> {
  const session = createSession({
    id: crypto.randomUUID(),
    name: 'Person A, "first"',
    group: 'control',
    createdAt: '2026-01-02T03:04:05.678Z',
    source: { kind: 'video', name: '=a,b.mp4', width: 1280, height: 720 },
    models: ['face', 'expression'],
    threshold: 0.4,
    smoothing: 0.3,
    markers: [{ time: 3.5, label: 'stimulus' }],
    excluded: [],
    baselines: [],
    ...change,
  });
  for (const frame of await collect(syntheticRecording({ seconds: 30 }))) session.store.append(frame);
  return session;
}

function framesOf({ store }: Session): unknown[] {
  return Array.from({ length: store.length }, (_, i) => store.frame(i));
}

const asFile = (blob: Blob, name: string) => new File([blob], name);

describe('what was exported and is imported again', () => {
  it('is the same session from JSON', async () => {
    const session = await recorded({
      excluded: [{ start: 5, end: 7.25 }],
      baselines: [
        {
          trackId: 1,
          start: 1,
          end: 6,
          frames: 50,
          probabilities: { angry: 0, disgust: 0, fear: 0, happy: 0.1, sad: 0.1, surprise: 0, neutral: 0.8 },
        },
      ],
    });
    const [again] = await importSessions(asFile(await sessionJson(session), 'a.json'));
    expect({ ...again.info.value, id: '' }).toEqual({ ...session.info.value, id: '' });
    expect(framesOf(again)).toEqual(framesOf(session));
  });

  it.each([
    ['CSV', sessionCsv, 'a.csv'],
    ['Parquet', sessionParquet, 'a.parquet'],
  ])('has the same frames from %s', async (_, write, name) => {
    const session = await recorded();
    const [again] = await importSessions(asFile(await write(session), name));
    const sizeless = (frames: unknown[]) =>
      frames.map((frame) => ({ ...(frame as object), width: 0, height: 0 }));
    expect(framesOf(again)).toEqual(sizeless(framesOf(session)));
    expect(again.info.value).toMatchObject({ name: '=a,b.mp4', source: { kind: 'table' }, threshold: null });
  });
});

describe('the exported table', () => {
  it('sums up to what the page shows, without what is excluded', async () => {
    const session = await recorded({ excluded: [{ start: 10, end: 15 }] });
    const shown = new SessionSummary(session.store, session.info.value.excluded);
    shown.advance(() => true);
    const timeline = new Timeline();
    for await (const frame of tableFrames(asFile(await sessionCsv(session), 'a.csv'))) timeline.append(frame);
    expect(timeline.summary()).toEqual(shown.summary());
  });
});

describe('importSessions', () => {
  it('makes a session of each video of a table', async () => {
    const [a, b] = [
      await recorded(),
      await recorded({ source: { kind: 'video', name: 'b.mp4', width: 1, height: 1 } }),
    ];
    const text =
      (await (await sessionCsv(a)).text()) + (await (await sessionCsv(b)).text()).replace(/^.*\r\n/, '');
    const sessions = await importSessions(new File([text], 'both.csv'));
    expect(sessions.map(({ info, store }) => [info.value.name, store.length])).toEqual([
      ['=a,b.mp4', 300],
      ['b.mp4', 300],
    ]);
  });

  it.each([
    ['no table', 'a,b\n1,2\n', 'a.csv', 'a.csv: line 1: the column "timestamp" is missing'],
    ['an empty file', '', 'a.csv', 'a.csv is empty'],
    [
      'half a session',
      '{"type":"affect-detect/session","schema":1',
      'a.json',
      'a.json is not valid JSON; is it cut off?',
    ],
    [
      'a session without a name',
      '{"type":"affect-detect/session","schema":1,"session":{},"frames":[]}',
      'a.json',
      'a.json is not a session: name:',
    ],
  ])('says what is wrong with %s', async (_, text, name, message) => {
    await expect(importSessions(new File([text], name))).rejects.toThrow(message);
  });
});

describe('fileName', () => {
  it.each([
    ['Camera, Nov 22, 2026, 2:55 PM', 'Camera- Nov 22- 2026- 2-55 PM.csv'],
    ['../../etc/passwd', 'etc-passwd.csv'],
    ['Müller 1', 'Müller 1.csv'],
    ['...', 'session.csv'],
  ])('makes a file name of %s', (name, expected) => {
    expect(fileName(name, 'csv')).toBe(expected);
  });
});
