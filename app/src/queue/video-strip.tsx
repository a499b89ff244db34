import { chosenVideo, openQueued, videoQueue } from './video-queue.js';

/** The videos that were opened at once; a click shows one. */
export function VideoStrip() {
  const videos = videoQueue.value;
  if (videos.length === 0) return null;
  return (
    <section class="album" aria-labelledby="queue-title">
      <div class="album-header">
        <h2 id="queue-title">{videos.length} videos</h2>
        <span class="quiet">one at a time; choose the next</span>
      </div>
      <ul class="album-pictures">
        {videos.map(({ name, size }, i) => (
          <li key={`${name} ${size}`}>
            <button
              type="button"
              class="album-picture"
              aria-pressed={chosenVideo.value === i}
              title={name}
              onClick={() => openQueued(i)}
            >
              <span class="album-name">{name}</span>
              <span class="quiet">{(size / 1e6).toFixed(1)} MB</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
