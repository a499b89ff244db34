import { expressionName, type FrameResult } from 'affect-detect';
import { threshold } from '../state/settings.js';
import { labelOf } from '../state/shown-labels.js';
import { type AlbumPicture, album, saveAlbum, shownPicture, showPicture } from './album.js';

/** The pictures that were opened at once, each with what was read from it; a click shows one. */
export function AlbumStrip() {
  const pictures = album.value;
  if (pictures.length === 0) return null;
  const done = pictures.filter(({ result, problem }) => result !== null || problem !== null).length;
  return (
    <section class="album" aria-labelledby="album-title">
      <div class="album-header">
        <h2 id="album-title">{pictures.length} pictures</h2>
        <span class="quiet" role="status">
          {done < pictures.length ? `${done} read…` : 'all read'}
        </span>
        <button
          type="button"
          class="button button-small"
          disabled={done < pictures.length}
          onClick={() => saveAlbum()}
        >
          Save as CSV
        </button>
      </div>
      <ul class="album-pictures">
        {pictures.map((picture) => (
          <li key={picture.url}>
            <button
              type="button"
              class="album-picture"
              aria-pressed={shownPicture.value === picture.id}
              title={picture.problem ?? picture.file.name}
              onClick={() => showPicture(picture.id)}
            >
              <img src={picture.url} alt="" loading="lazy" decoding="async" />
              <span class="album-name">{picture.file.name}</span>
              <span class="quiet">{reading(picture)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reading({ result, problem }: AlbumPicture): string {
  if (problem !== null) return "Can't be read";
  return result === null ? '…' : describe(result);
}

/** The biggest face's expression, and how many more there are. */
function describe({ faces }: FrameResult): string {
  const [face] = faces.toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  if (face === undefined) return 'No face';
  const { expression } = labelOf(face, threshold.value);
  return expressionName(expression) + (faces.length > 1 ? ` + ${faces.length - 1}` : '');
}
