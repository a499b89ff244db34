import type { Box } from '../types.js';

/** A label that needs a place, and the face that it belongs to. */
export interface LabelRequest {
  /** The face's box, pixels. */
  readonly face: Box;
  /** Size of the label, pixels; it fits into the picture. */
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  /** A place for each label, in the order of the requests. */
  readonly boxes: readonly Box[];
  /** How much the labels cover nevertheless, 0 for nothing: of other labels above all, then of faces. */
  readonly covering: number;
}

/** What it costs when a whole label covers something. */
const COST = { label: 100, otherFace: 10, ownFace: 3 };

/** What the next best place costs more, so that what covers nothing is above the face. */
const RANK_COST = 0.1;

/** Rounds in which labels move out of the way of those placed after them. */
const ROUNDS = 3;

/**
 * Find a place for each label beside its face: inside the picture, off the other labels and faces where that can be,
 * above the face's left edge where that is free.
 * @param gap between a face's box and its label, pixels
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  picture: { readonly width: number; readonly height: number },
  gap: number,
): Placement {
  const candidates = requests.map((request) => placesAround(request, picture, gap));
  const boxes = candidates.map((places) => places[0]);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const i of boxes.keys()) {
      const best = cheapest(candidates[i], i, boxes, requests);
      moved ||= best !== boxes[i];
      boxes[i] = best;
    }
    if (!moved) break;
  }
  return { boxes, covering: boxes.reduce((sum, box, i) => sum + costOf(box, i, boxes, requests), 0) };
}

/** Places for a label, best first, each moved into the picture. */
function placesAround(
  { face, width, height }: LabelRequest,
  picture: { readonly width: number; readonly height: number },
  gap: number,
): Box[] {
  const left = face.x;
  const right = face.x + face.width - width;
  const above = face.y - gap - height;
  const below = face.y + face.height + gap;
  const before = face.x - gap - width;
  const after = face.x + face.width + gap;
  const top = face.y;
  const bottom = face.y + face.height - height;
  const corners = [
    [left, above],
    [left, below],
    [right, above],
    [right, below],
    [after, top],
    [before, top],
    [after, bottom],
    [before, bottom],
    [left + gap, top + gap],
    [left + gap, bottom - gap],
  ];
  return corners.map(([x, y]) => ({
    // Whole pixels keep the label's edges sharp.
    x: clamp(Math.round(x), picture.width - width, gap / 2),
    y: clamp(Math.round(y), picture.height - height, gap / 2),
    width,
    height,
  }));
}

function cheapest(
  places: readonly Box[],
  index: number,
  labels: readonly Box[],
  requests: readonly LabelRequest[],
): Box {
  let best = places[0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const [rank, place] of places.entries()) {
    const cost = RANK_COST * rank + costOf(place, index, labels, requests);
    if (cost < lowest) {
      lowest = cost;
      best = place;
    }
  }
  return best;
}

/** What it costs to put a label in a place, beside all other labels and faces. */
function costOf(
  place: Box,
  index: number,
  labels: readonly Box[],
  requests: readonly LabelRequest[],
): number {
  let cost = 0;
  for (let i = 0; i < requests.length; i++) {
    const isOwn = i === index;
    cost += (isOwn ? COST.ownFace : COST.otherFace) * coveredShare(place, requests[i].face);
    if (!isOwn) cost += COST.label * coveredShare(place, labels[i]);
  }
  return cost;
}

/** Part of a label that lies on something, 0 to 1. */
function coveredShare(label: Box, other: Box): number {
  return overlapArea(label, other) / (label.width * label.height);
}

function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Bring a position between 0 and `highest`, and off the edges by a margin where there is room. */
function clamp(value: number, highest: number, margin: number): number {
  const room = Math.min(Math.round(margin), Math.floor(highest / 2));
  return Math.max(room, Math.min(value, highest - room));
}
