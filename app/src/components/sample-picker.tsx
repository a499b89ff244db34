import { SAMPLES } from '../samples.js';
import { openSample, sampleId } from '../state/source.js';

/** The pictures and the clip that ship with the project. */
export function SamplePicker() {
  return (
    <fieldset class="samples" aria-label="Samples">
      {SAMPLES.map((sample) => (
        <button
          key={sample.id}
          type="button"
          class="sample"
          aria-pressed={sampleId.value === sample.id}
          title={sample.description}
          onClick={() => openSample(sample)}
        >
          <span class="thumbnail" style={{ '--zoom': String(sample.zoom) }}>
            <img src={sample.thumbnail} alt="" loading="lazy" decoding="async" />
            {sample.kind === 'video' && (
              <svg class="play-badge" viewBox="0 0 20 20" aria-hidden="true">
                <path d="M6 4l10 6-10 6z" />
              </svg>
            )}
          </span>
          {sample.title}
        </button>
      ))}
    </fieldset>
  );
}
