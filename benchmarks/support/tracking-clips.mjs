import { clipBox } from '../../dist/core/detection/clip-box.js';
import { intersectionArea } from '../../dist/core/detection/iou.js';
import { seededRandom } from '../../dist/core/evaluation/seeded-random.js';
import { paintPortrait } from './portraits.mjs';

export const [WIDTH, HEIGHT, RATE, SECONDS] = [640, 360, 30, 10];
/** A face of which more than this is covered, or beyond the picture's edge, counts as out of sight. */
const MOST_COVERED = 1 / 3;
const WALL_GREY = 60;

/**
 * By name: draws a clip from random numbers. A clip says for a time in seconds where each person's face is, or `null`;
 * later persons stand before earlier ones. It may have a wall before them all, and moments without a picture. In these
 * everybody can be seen all the time.
 */
export const STEADY_CLIPS = {
  still: (draw) => {
    const heights = [draw(70, 110), draw(70, 110)];
    return { place: () => heights.map((height, k) => ({ x: 180 + 270 * k, y: 180, height })) };
  },
  trembling: (draw) => {
    const tremor = () => draw(0, 2.5);
    return {
      place: () => [
        { x: 180 + tremor(), y: 180 + tremor(), height: 90 },
        { x: 450 + tremor(), y: 180, height: 90 },
      ],
    };
  },
  'moving evenly': (draw) => {
    const speeds = [draw(25, 47), draw(25, 47)];
    return {
      place: (t) => [
        { x: 80 + speeds[0] * t, y: 105, height: 80 },
        { x: 560 - speeds[1] * t, y: 265, height: 80 },
      ],
    };
  },
  'to and fro': (draw) => {
    const [wide, high] = [draw(40, 90), draw(30, 70)];
    const [fast, faster] = [draw(2, 5), draw(2, 6)];
    return {
      place: (t) => [
        { x: 180 + wide * Math.sin(fast * t), y: 180, height: 90 },
        { x: 480, y: 180 + high * Math.sin(faster * t), height: 90 },
      ],
    };
  },
  nearer: (draw) => {
    const growth = draw(10, 20);
    return { place: (t) => [{ x: 320, y: 180, height: 50 + growth * t }] };
  },
  tilting: (draw) => {
    const people = [0, 1].map((k) => ({ k, most: draw(0.3, 0.7), pace: draw(1.5, 4) }));
    return {
      place: (t) =>
        people.map(({ k, most, pace }) => ({
          x: 180 + 270 * k,
          y: 180,
          height: 100,
          angle: most * Math.sin(pace * t),
        })),
    };
  },
  turning: (draw) => {
    const people = [0, 1].map((k) => ({ k, least: draw(0.55, 0.75), pace: draw(1.5, 4) }));
    return {
      place: (t) =>
        people.map(({ k, least, pace }) => {
          const turned = (1 - Math.cos(pace * t)) / 2;
          return { x: 180 + 270 * k + 15 * turned, y: 180, height: 100, squeeze: 1 - (1 - least) * turned };
        }),
    };
  },
};

/** The same, where people go out of sight, or come and go. */
export const PASSING_CLIPS = {
  'two crossing': (draw) => walkers(draw, 2),
  'three crossing': (draw) => walkers(draw, 3),
  'behind a wall': (draw) => {
    const wall = wallOf(draw);
    // How long it needs for as much as the wall is wide.
    const speed = wall.width / draw(0.6, 1.1);
    const start = draw(0, 10);
    const height = draw(65, 95);
    return { wall, place: (t) => [{ x: toAndFro(60, 580, speed, t + start), y: 180, height }] };
  },
  'back from behind a wall': (draw) => {
    const wall = wallOf(draw);
    const height = draw(65, 95);
    const reach = draw(130, 190);
    const pace = draw(1.8, 2.4);
    const middle = wall.x + wall.width / 2 - reach;
    return { wall, place: (t) => [{ x: middle + reach * Math.sin(pace * t), y: 180, height }] };
  },
  'lost for 0.1 s each second': (draw) => {
    const speed = draw(20, 35);
    const phase = draw(0, 1);
    return {
      isBlank: (t) => (t + phase) % 1 < 0.1,
      place: (t) => [
        { x: 90 + speed * t, y: 180, height: 80 },
        { x: 520, y: 180, height: 100 },
      ],
    };
  },
  'coming and going': (draw) => {
    const people = [0, 1, 2].map((k) => {
      const speed = draw(90, 200) * (draw(0, 1) < 0.5 ? -1 : 1);
      return { start: draw(0, 3), y: 110 + 70 * k, height: draw(65, 90), speed };
    });
    const across = WIDTH + 200;
    return {
      place: (t) =>
        people.map(({ start, y, height, speed }) => {
          const way = Math.abs(speed) * Math.max(0, t - start);
          if (way === 0) return null;
          const x = (way % across) - 100;
          // Whoever comes again after leaving is somebody else.
          return { x: speed > 0 ? x : WIDTH - x, y, height, visit: Math.floor(way / across) };
        }),
    };
  },
};

const CLIPS = { ...STEADY_CLIPS, ...PASSING_CLIPS };

/**
 * Compose a clip.
 * @param name of one of the clips above
 * @param seed a whole number; equal seeds give equal clips
 * @returns for each frame: timestamp, RGB image, and who can be seen where
 */
export function* composeClip(name, seed, portraits) {
  const random = seededRandom(1000 * seed + Object.keys(CLIPS).indexOf(name));
  const draw = (from, to) => from + (to - from) * random();
  const { place, wall, isBlank = () => false } = CLIPS[name](draw);
  const background = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => draw(110, 140));
  for (let i = 0; i < RATE * SECONDS; i++) {
    const timestamp = i / RATE;
    const image = { data: background.slice(), width: WIDTH, height: HEIGHT, channels: 3 };
    const people = place(timestamp).flatMap((person, k) =>
      person ? [{ id: k + 10 * (person.visit ?? 0), box: paintPortrait(image, portraits[k], person) }] : [],
    );
    if (wall) paintWall(image, wall);
    if (isBlank(timestamp)) image.data.fill(20);
    const truths = isBlank(timestamp) ? [] : visible(people, wall ? [wall] : []);
    yield { timestamp, image, truths };
  }
}

/** People who walk to and fro, each faster than the one before; the first may stand still. Any may be in front. */
function walkers(draw, count) {
  const slowest = draw(0, 1) < 0.25 ? 0 : draw(40, 90);
  const people = Array.from({ length: count }, (_, k) => ({
    speed: slowest + (k > 0 ? draw(60, 110) : 0) + (k > 1 ? draw(20, 60) : 0),
    start: draw(0, 15),
    from: slowest === 0 && k === 0 ? draw(200, 440) : 70,
    y: draw(150, 210),
    height: draw(75, 110),
    depth: draw(0, 1),
  })).sort((a, b) => a.depth - b.depth);
  return {
    place: (t) =>
      people.map(({ speed, start, from, y, height }) => ({
        x: toAndFro(from, 570, speed, t + start),
        y,
        height,
      })),
  };
}

/** Where somebody is who walks to and fro between two places, pixels, `speed` pixels a second. */
function toAndFro(from, to, speed, t) {
  const way = (speed * t) % (2 * (to - from));
  return from + Math.min(way, 2 * (to - from) - way);
}

function wallOf(draw) {
  const width = draw(70, 130);
  return { x: 320 - width / 2, y: 60, width, height: 240 };
}

function paintWall({ data, width }, wall) {
  for (let y = Math.round(wall.y); y < wall.y + wall.height; y++) {
    data.fill(
      WALL_GREY,
      3 * (y * width + Math.round(wall.x)),
      3 * (y * width + Math.round(wall.x + wall.width)),
    );
  }
}

/** The people of whom enough can be seen, their boxes cut off at the picture's edge. */
function visible(people, walls) {
  return people.flatMap(({ id, box }, k) => {
    const most = MOST_COVERED * box.width * box.height;
    const inside = clipBox(box, WIDTH, HEIGHT);
    if (!inside || box.width * box.height - inside.width * inside.height > most) return [];
    const inFront = [...people.slice(k + 1).map((other) => other.box), ...walls];
    return inFront.some((front) => intersectionArea(front, box) > most) ? [] : [{ id, box: inside }];
  });
}
