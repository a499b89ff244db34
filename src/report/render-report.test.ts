import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../test/support/frame-results.js';
import { syntheticRecording } from '../../test/support/synthetic-recording.js';
import { STATES } from '../core/timeline/states.js';
import { Timeline } from '../core/timeline/timeline.js';
import type { FrameResult } from '../core/types.js';
import { clock, decimal, duration, percent, percentRange, stateName } from './format.js';
import type { Recording } from './recording.js';
import { RecordingBuilder } from './recording-builder.js';
import { renderReport } from './render-report.js';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const provenance = { version: '1.2.3', models: [] };

function record(frames: readonly FrameResult[], name = 'a.mp4', group: string | null = null): Recording {
  const builder = new RecordingBuilder(name, group);
  for (const frame of frames) builder.append(frame);
  return builder.finish();
}

const happy = faceOf(1, 'happy', probabilitiesOf({ happy: 0.75, sad: 0.25 }));
const sad = faceOf(1, 'sad', probabilitiesOf({ sad: 0.5, happy: 0.125 }));
/** Four seconds: two happy, one sad, one without a face; each frame holds for half a second. */
const BY_HAND = [happy, happy, happy, happy, sad, sad, null, null].map((face, i) =>
  frameOf(10 + i / 2, face === null ? [] : [face]),
);

function render(recordings: readonly Recording[], title?: string) {
  const { html, charts } = renderReport(recordings, { document, provenance, title });
  return { html, charts, page: parseHTML(html).document };
}

/** The cells of the body of the table with a caption, header cell first. */
function cellsOf(page: Document, caption: string): string[][] {
  const table = [...page.querySelectorAll('table')].find(
    (each) => each.querySelector('caption')?.textContent === caption,
  );
  if (table === undefined) throw new Error(`no table "${caption}"`);
  return [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => (cell.textContent ?? '').replaceAll('\u00A0', ' ')),
  );
}

describe('the tables of a report', () => {
  it('hold the figures of a recording that was reckoned by hand', () => {
    const { page } = render([record(BY_HAND)]);
    const rows = cellsOf(page, 'Expressions, all faces together');
    expect(rows.map(([name]) => name)).toEqual(STATES.map(stateName));
    // Two of three seconds with a face; the mean of happy is (2 * 0.75 + 1 * 0.125) / 3.
    expect(rows[3]).toEqual([
      'Happy',
      '66.7 %',
      '–',
      '0.542',
      '0.750',
      '0:10.0',
      '1',
      '2.00 s',
      '2.00 s',
      '0.00 s',
    ]);
    expect(rows[4]).toEqual([
      'Sad',
      '33.3 %',
      '–',
      '0.333',
      '0.500',
      '0:12.0',
      '1',
      '1.00 s',
      '1.00 s',
      '2.00 s',
    ]);
    expect(rows[0].slice(0, 3)).toEqual(['Angry', '0.0 %', '–']);
    expect(rows[7]).toEqual(['Uncertain', '0.0 %', '–', '–', '–', '–', '0', '–', '–', '–']);
    expect(
      cellsOf(page, 'Transitions: number of changes from the row’s expression to the column’s')[3],
    ).toEqual(['Happy', '0', '0', '0', '–', '1', '0', '0', '0']);
    const facts = page.querySelector('.facts')?.textContent?.replaceAll('\u00A0', ' ');
    expect(facts).toContain('Coverage75.0 % (3.00 s with a face)');
    expect(facts).toContain('Mean valence0.208');
  });

  it('equal the summary of a timeline, for all faces and for each', async () => {
    const frames: FrameResult[] = [];
    for await (const frame of syntheticRecording({ seconds: 90 })) frames.push(frame);
    const timeline = new Timeline();
    for (const frame of frames) timeline.append(frame);
    const summary = timeline.summary();
    const recording = record(frames);
    expect(recording.summary).toEqual(summary);
    const { page } = render([recording]);
    const tables = [
      ['Expressions, all faces together', summary.all] as const,
      ...summary.tracks.map((track) => [`Expressions, face ${track.trackId}`, track] as const),
    ];
    expect(tables).toHaveLength(4);
    for (const [caption, { timeShare, timeShareInterval95, probability, episodes }] of tables) {
      const expected = STATES.map((state) => {
        const figures = state === 'uncertain' ? null : probability?.[state];
        return [
          stateName(state),
          percent(timeShare?.[state]),
          percentRange(timeShareInterval95?.[state]),
          decimal(figures?.mean),
          decimal(figures?.peak),
          clock(figures?.peakTime),
          String(episodes[state].count),
          duration(episodes[state].meanSeconds),
          duration(episodes[state].longestSeconds),
          duration(episodes[state].latencySeconds),
        ].map((cell) => cell.replaceAll('\u00A0', ' '));
      });
      expect(cellsOf(page, caption)).toEqual(expected);
      expect(timeShareInterval95).not.toBeNull();
    }
  });

  it('compare groups by the mean over their recordings', () => {
    const onlySad = BY_HAND.filter(({ faces }) => faces[0] === sad);
    const { page } = render([
      record(BY_HAND, 'a', 'film'),
      record(onlySad, 'b', 'film'),
      record(onlySad, 'c', 'control'),
    ]);
    const rows = cellsOf(page, 'Share of the time with a face (95 % interval), and valence');
    // Mean of 1/3 and 1, ± 12.7062 * sqrt(var / 2), which leaves 0 to 1.
    expect(rows[4]).toEqual(['Sad', '66.7 % (0.0–100.0 %)', '100.0 %']);
    expect(rows[8].slice(0, 1)).toEqual(['Mean valence']);
  });
});

describe('a report', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '&lt;b&gt; </title></svg><style>',
    ']]> {{x}} \u0000\u001B[31m',
  ])('shows the name %j as text, wherever it stands', (name) => {
    const { html, page } = render([record(BY_HAND, name, name), record(BY_HAND, 'b', 'c')], name);
    for (const tag of ['script', 'img', 'b', 'iframe']) expect(page.querySelectorAll(tag)).toHaveLength(0);
    expect(page.querySelectorAll('style')).toHaveLength(1);
    expect(page.querySelectorAll('[onerror]')).toHaveLength(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(html)).toBe(false);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are dropped
    const shown = name.replaceAll(/[\u0000-\u001F]/g, '');
    expect(page.querySelector('h1')?.textContent).toBe(shown);
    expect([...page.querySelectorAll('h2')].some((h2) => h2.textContent?.includes(shown))).toBe(true);
  });

  it('has a title and a description on each chart, and ids that are there once', () => {
    const { page, charts } = render([record(BY_HAND), record(BY_HAND, 'b')]);
    const svgs = [...page.querySelectorAll('svg[role="img"]')];
    expect(svgs).toHaveLength(charts.length);
    expect(charts.map(({ id }) => id)).toContain('recording-2-time-course-face-1');
    for (const svg of svgs) {
      expect(svg.querySelector('title')?.textContent).not.toBe('');
      expect(svg.querySelector('desc')?.textContent?.length).toBeGreaterThan(20);
    }
    const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of page.querySelectorAll('a[href^="#"]'))
      expect(ids).toContain(link.getAttribute('href')?.slice(1));
  });

  it('says so where no face was seen, in place of empty charts', () => {
    const { page, charts } = render([record([frameOf(0), frameOf(1)])]);
    expect(charts.map(({ id }) => id)).toEqual(['recording-1-coverage']);
    expect(page.querySelector('main')?.textContent).toContain('No face was seen');
  });

  it('says so where no expression followed another', () => {
    const { page, charts } = render([record(BY_HAND.slice(0, 4))]);
    expect(charts.map(({ id }) => id)).not.toContain('recording-1-transitions');
    expect(page.querySelector('main')?.textContent).toContain('No face went from one expression to another');
  });

  it('is drawn for a single frame, too', () => {
    const { html } = render([record([frameOf(3, [happy])])]);
    expect(html.match(/NaN|undefined|Infinity/)).toBeNull();
  });

  it('names version, models, law and limits', () => {
    const { html } = renderReport([record(BY_HAND)], {
      document,
      provenance: { version: '1.2.3', models: ['expression-x'] },
    });
    for (const text of ['affect-detect 1.2.3', 'expression-x', '5(1)(f)', 'Expressions, not feelings'])
      expect(html).toContain(text);
  });

  it('needs at least one recording', () => {
    expect(() => renderReport([], { document, provenance })).toThrow(RangeError);
  });
});
