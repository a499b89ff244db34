import { describe, expect, it } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../../test/support/frame-results.js';
import { STATES, type State } from './states.js';
import { Timeline, type TimelineOptions } from './timeline.js';

/** A timeline of frames: each is a time and the state of each track in view. */
function timelineOf(frames: [number, Record<number, State>][], options?: TimelineOptions): Timeline {
  const timeline = new Timeline(options);
  for (const [timestamp, states] of frames) {
    timeline.append(
      frameOf(
        timestamp,
        Object.entries(states).map(([id, state]) => faceOf(Number(id), state)),
      ),
    );
  }
  return timeline;
}

/** The transitions as 'from>to': count. */
function named(transitions: readonly (readonly number[])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [from, row] of transitions.entries()) {
    for (const [to, count] of row.entries()) {
      if (count > 0) counts[`${STATES[from]}>${STATES[to]}`] = count;
    }
  }
  return counts;
}

describe('an empty timeline', () => {
  it('has nothing to say, and says so with null', () => {
    const summary = new Timeline().summary();
    expect(summary).toMatchObject({
      frames: 0,
      start: null,
      end: null,
      observedSeconds: 0,
      coverage: null,
      meanFacesPerFrame: null,
      tracks: [],
    });
    expect(summary.all).toMatchObject({
      faceSeconds: 0,
      timeShare: null,
      probability: null,
      meanValence: null,
    });
    expect(new Timeline().series().tracks).toEqual([]);
  });
});

describe('time', () => {
  it('lets each frame hold until the next, and the last for the median interval', () => {
    // Holds of 0.5, 0.1, 0.5 and at the end the median, 0.5.
    const summary = timelineOf([
      [10, { 1: 'happy' }],
      [10.5, { 1: 'sad' }],
      [10.6, {}],
      [11.1, { 1: 'happy' }],
    ]).summary();
    expect(summary).toMatchObject({ frames: 4, start: 10, end: 11.1, meanFacesPerFrame: 0.75 });
    expect(summary.observedSeconds).toBeCloseTo(1.6, 12);
    expect(summary.secondsWithFace).toBeCloseTo(1.1, 12);
    expect(summary.coverage).toBeCloseTo(1.1 / 1.6, 12);
    expect(summary.all.timeShare?.happy).toBeCloseTo(1 / 1.1, 12);
    expect(summary.all.timeShare?.sad).toBeCloseTo(0.1 / 1.1, 12);
    expect(summary.tracks[0]).toMatchObject({ trackId: 1, firstSeen: 10, lastSeen: 11.1 });
  });

  it('gives a lone frame no time', () => {
    const summary = timelineOf([[3, { 1: 'happy' }]]).summary();
    expect(summary).toMatchObject({ frames: 1, observedSeconds: 0, coverage: null, meanFacesPerFrame: 1 });
    expect(summary.all.timeShare).toBeNull();
    expect(summary.all.episodes.happy).toMatchObject({ count: 1, meanSeconds: 0 });
  });

  it('does not count what is beyond maxGapSeconds as observed', () => {
    const summary = timelineOf([
      [0, { 1: 'happy' }],
      [0.5, { 1: 'happy' }],
      [10.5, { 1: 'happy' }],
      [11, { 1: 'happy' }],
    ]).summary();
    // 0.5 + 1 of the gap's 10 + 0.5 + the median, 0.5.
    expect(summary.observedSeconds).toBe(2.5);
    expect(summary.gapSeconds).toBe(9);
    expect(summary.coverage).toBe(1);
  });

  it('takes an interval of maxGapSeconds for no gap, in spite of rounding', () => {
    const frames = Array.from({ length: 30 }, (_, i): [number, Record<number, State>] => [
      0.1 + i,
      { 1: 'happy' },
    ]);
    const { all, gapSeconds } = timelineOf(frames).summary();
    expect(all.episodes.happy.count).toBe(1);
    expect(gapSeconds).toBeCloseTo(0, 9);
  });

  it('counts two faces at once as twice the time of one in all, and once in the coverage', () => {
    const { all, secondsWithFace, tracks } = timelineOf([
      [0, { 1: 'happy', 2: 'sad' }],
      [1, { 1: 'happy' }],
    ]).summary();
    expect(secondsWithFace).toBe(2);
    expect(all.faceSeconds).toBe(3);
    expect(all.timeShare).toMatchObject({ happy: 2 / 3, sad: 1 / 3 });
    expect(tracks.map(({ faceSeconds }) => faceSeconds)).toEqual([2, 1]);
    expect(tracks[1].timeShare).toMatchObject({ happy: 0, sad: 1 });
  });
});

describe('episodes', () => {
  const frames: [number, Record<number, State>][] = [
    [0, { 1: 'neutral' }],
    [0.5, { 1: 'happy' }],
    [1, { 1: 'happy' }],
    [1.5, { 1: 'uncertain' }],
    [2, { 1: 'happy' }],
    [2.5, { 1: 'neutral' }],
  ];

  it('counts unbroken runs, with mean and longest length and the latency of the first', () => {
    const { episodes } = timelineOf(frames).summary().tracks[0];
    expect(episodes.happy).toEqual({ count: 2, meanSeconds: 0.75, longestSeconds: 1, latencySeconds: 0.5 });
    expect(episodes.neutral).toEqual({ count: 2, meanSeconds: 0.5, longestSeconds: 0.5, latencySeconds: 0 });
    expect(episodes.uncertain).toMatchObject({ count: 1, latencySeconds: 1.5 });
    expect(episodes.sad).toEqual({
      count: 0,
      meanSeconds: null,
      longestSeconds: null,
      latencySeconds: null,
    });
  });

  it('counts a transition at every change of state', () => {
    expect(named(timelineOf(frames).summary().all.transitions)).toEqual({
      'neutral>happy': 1,
      'happy>uncertain': 1,
      'uncertain>happy': 1,
      'happy>neutral': 1,
    });
  });

  it('leaves out runs shorter than minEpisodeSeconds, and the transitions to and from them', () => {
    const { episodes, transitions } = timelineOf(frames, { minEpisodeSeconds: 0.6 }).summary().all;
    expect(episodes.happy).toEqual({ count: 1, meanSeconds: 1, longestSeconds: 1, latencySeconds: 0.5 });
    expect(episodes.neutral.count).toBe(0);
    expect(named(transitions)).toEqual({});
  });

  it('looks through a short run from the episode before to the one after', () => {
    const flicker = timelineOf(
      [
        [0, { 1: 'happy' }],
        [0.5, { 1: 'surprise' }],
        [0.6, { 1: 'sad' }],
        [1.1, {}],
      ],
      { minEpisodeSeconds: 0.2 },
    );
    expect(named(flicker.summary().all.transitions)).toEqual({ 'happy>sad': 1 });
  });

  it('ends an episode at a gap, without a transition across it', () => {
    const { all } = timelineOf([
      [0, { 1: 'happy' }],
      [5, { 1: 'happy' }],
      [10, { 1: 'sad' }],
    ]).summary();
    expect(all.episodes.happy).toMatchObject({ count: 2, meanSeconds: 1 });
    expect(named(all.transitions)).toEqual({});
  });

  it('ends an episode when the face is out of view, without a transition across it', () => {
    const { all } = timelineOf([
      [0, { 1: 'happy' }],
      [0.5, {}],
      [1, { 1: 'sad' }],
    ]).summary();
    expect(all.episodes.happy).toMatchObject({ count: 1, meanSeconds: 0.5 });
    expect(named(all.transitions)).toEqual({});
  });

  it('keeps tracks apart: one face after another is no transition', () => {
    const { all } = timelineOf([
      [0, { 1: 'happy' }],
      [0.5, { 2: 'sad' }],
    ]).summary();
    expect(named(all.transitions)).toEqual({});
  });

  it('counts latencies from the first frame of the track, and for all from that of the timeline', () => {
    const { all, tracks } = timelineOf([
      [100, {}],
      [101, { 7: 'neutral' }],
      [102, { 7: 'happy' }],
    ]).summary();
    expect(tracks[0].episodes.happy.latencySeconds).toBe(1);
    expect(all.episodes.happy.latencySeconds).toBe(2);
  });
});

describe('probabilities and valence', () => {
  it('weights means by time, and takes the first frame of the peak', () => {
    const timeline = new Timeline();
    const smile = (happy: number) => faceOf(1, 'happy', probabilitiesOf({ happy, angry: 0.1 }));
    timeline.append(frameOf(0, [smile(0.5)]));
    timeline.append(frameOf(0.3, [smile(0.8)]));
    timeline.append(frameOf(0.4, [smile(0.8)]));
    timeline.append(frameOf(0.5, []));
    const { probability, meanValence } = timeline.summary().tracks[0];
    expect(probability?.happy).toEqual({ mean: expect.closeTo(0.62, 12), peak: 0.8, peakTime: 0.3 });
    expect(meanValence).toBeCloseTo(0.52, 12);
  });
});

describe('summary', () => {
  it('does not change the timeline: asking twice, or in between, makes no difference', () => {
    const frames: [number, Record<number, State>][] = [
      [0, { 1: 'happy', 2: 'sad' }],
      [0.5, { 1: 'happy' }],
      [1, { 1: 'sad', 2: 'sad' }],
      [1.5, { 1: 'sad' }],
    ];
    const asked = new Timeline();
    for (const [timestamp, states] of frames) {
      asked.append(
        frameOf(
          timestamp,
          Object.entries(states).map(([id, state]) => faceOf(Number(id), state)),
        ),
      );
      expect(asked.summary()).toEqual(asked.summary());
    }
    expect(asked.summary()).toEqual(timelineOf(frames).summary());
  });

  it('is plain JSON', () => {
    const summary = timelineOf([
      [0, { 1: 'happy' }],
      [1, { 1: 'sad' }],
    ]).summary();
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it('has no interval under ten seconds of face, and one that contains each share above', () => {
    const states: State[] = ['happy', 'neutral', 'neutral'];
    const frames = (count: number) =>
      Array.from({ length: count }, (_, i): [number, Record<number, State>] => [
        i / 4,
        { 1: states[Math.floor(i / 7) % 3] },
      ]);
    expect(timelineOf(frames(39)).summary().all.timeShareInterval95).toBeNull();
    const { timeShare, timeShareInterval95 } = timelineOf(frames(240)).summary().all;
    for (const state of STATES) {
      const [low, high] = timeShareInterval95![state];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(timeShare![state]);
      expect(high).toBeGreaterThanOrEqual(timeShare![state]);
      expect(high).toBeLessThanOrEqual(1);
    }
    expect(timeShareInterval95!.happy[1]).toBeLessThan(0.6);
  });
});

describe('bounded memory', () => {
  it('keeps the longest tracks in detail and counts the others, and all of them in all', () => {
    const frames: [number, Record<number, State>][] = [
      [0, { 1: 'happy', 2: 'happy', 3: 'happy' }],
      [0.5, { 1: 'happy', 3: 'happy' }],
      [1, { 3: 'happy', 4: 'sad' }],
      [1.5, { 3: 'happy' }],
      [2, {}],
    ];
    const { all, tracks, otherTracks } = timelineOf(frames, { maxTracks: 2 }).summary();
    expect(tracks.map(({ trackId }) => trackId)).toEqual([1, 3]);
    expect(otherTracks).toEqual({ count: 2, faceSeconds: 1 });
    expect(all.faceSeconds).toBe(4);
    expect(all.episodes.happy.count).toBe(3);
  });

  it('never drops a face that is in view', () => {
    const { tracks } = timelineOf([[0, { 1: 'happy', 2: 'sad', 3: 'sad' }]], { maxTracks: 0 }).summary();
    expect(tracks).toHaveLength(3);
  });

  it('never holds more than seriesCapacity points, and no track for long, over 100,000 frames', () => {
    const timeline = new Timeline({ seriesCapacity: 64, maxTracks: 8 });
    const lasting = faceOf(1, 'happy');
    for (let frame = 0; frame < 100_000; frame++) {
      const passing = faceOf(2 + Math.floor(frame / 50), 'neutral');
      timeline.append(frameOf(frame / 30, [lasting, passing]));
      if (frame % 9973 > 0) continue;
      const { faces, tracks } = timeline.series();
      // Two more are in view.
      expect(tracks.length).toBeLessThanOrEqual(8 + 2);
      for (const { time } of [faces, ...tracks]) expect(time.length).toBeLessThanOrEqual(64);
    }
    const { all, tracks, otherTracks } = timeline.summary();
    expect(tracks.length + otherTracks.count).toBe(2001);
    expect(all.faceSeconds).toBeCloseTo(200_000 / 30, 6);
  });
});

describe('series', () => {
  it('gives every frame until it is full', () => {
    const timeline = timelineOf([
      [0, { 1: 'happy' }],
      [1, {}],
      [2, { 1: 'uncertain' }],
    ]);
    const { faces, tracks } = timeline.series();
    expect([...faces.time]).toEqual([0, 1, 2]);
    expect([...faces.count]).toEqual([1, 0, 1]);
    expect(tracks).toHaveLength(1);
    expect([...tracks[0].time]).toEqual([0, 2]);
    expect([...tracks[0].uncertain]).toEqual([0, 1]);
    expect(tracks[0].probabilities.happy[0]).toBeCloseTo(0.7, 6);
    expect(tracks[0].probabilities.happy[1]).toBeCloseTo(1 / 7, 6);
    expect(tracks[0].valence[0]).toBeCloseTo(0.65, 6);
  });
});

describe('misuse', () => {
  it('refuses a still picture: no timestamp, or no track id', () => {
    expect(() => new Timeline().append(frameOf(null))).toThrow(
      new TypeError('timestamp must be a number of seconds in a timeline, got null'),
    );
    expect(() => new Timeline().append(frameOf(0, [faceOf(null, 'happy')]))).toThrow(
      new TypeError('trackId must be a number in a timeline, got null'),
    );
  });

  it.each([1, 0.5, Number.NaN])('refuses the time %s after 1, and is left as it was', (timestamp) => {
    const timeline = timelineOf([[1, { 1: 'happy' }]]);
    const before = timeline.summary();
    expect(() => timeline.append(frameOf(timestamp, [faceOf(1, 'sad')]))).toThrow(RangeError);
    expect(timeline.summary()).toEqual(before);
  });

  it('refuses two faces with the same id', () => {
    expect(() => new Timeline().append(frameOf(0, [faceOf(4, 'happy'), faceOf(4, 'sad')]))).toThrow(
      new RangeError('trackId must be unique in a frame, got 4 twice'),
    );
  });

  it.each([
    [{ maxGapSeconds: -1 }, 'maxGapSeconds must be at least 0 seconds, got -1'],
    [{ minEpisodeSeconds: Number.NaN }, 'minEpisodeSeconds must be at least 0 seconds, got NaN'],
    [{ seriesCapacity: 5 }, 'seriesCapacity must be an even whole number, at least 2, got 5'],
    [{ maxTracks: -1 }, 'maxTracks must be a whole number, at least 0, got -1'],
  ])('refuses the options %o', (options, message) => {
    expect(() => new Timeline(options)).toThrow(new RangeError(message));
  });
});
