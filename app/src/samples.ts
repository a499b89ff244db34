import clip from '../../samples/clip.mp4?url';
import collins from '../../samples/collins.jpg?url';
import group from '../../samples/group.jpg?url';
import hopper from '../../samples/hopper.jpg?url';

/** A picture or clip that ships with the project; see samples/README.md. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly kind: 'image' | 'video';
  readonly url: string;
  /** Picture for the button. */
  readonly thumbnail: string;
  /** How much to enlarge it there: the portraits stand on a wide background. */
  readonly zoom: number;
  /** What a person sees on it, for those who can't. */
  readonly description: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'group',
    title: 'Four faces',
    kind: 'image',
    url: group,
    thumbnail: group,
    zoom: 1,
    description:
      'Two portraits, Eileen Collins smiling and Grace Hopper composed, and a smaller copy of each',
  },
  {
    id: 'collins',
    title: 'Collins',
    kind: 'image',
    url: collins,
    thumbnail: collins,
    zoom: 1.8,
    description: 'Portrait of the astronaut Eileen Collins, smiling',
  },
  {
    id: 'hopper',
    title: 'Hopper',
    kind: 'image',
    url: hopper,
    thumbnail: hopper,
    zoom: 1.8,
    description: 'Portrait of the computer scientist Grace Hopper, composed',
  },
  {
    id: 'clip',
    title: 'Clip, 30 s',
    kind: 'video',
    url: clip,
    thumbnail: collins,
    zoom: 1.8,
    description: 'A clip in which the two portraits move, part and change sides',
  },
];
