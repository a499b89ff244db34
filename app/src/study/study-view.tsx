import { useEffect, useRef, useState } from 'preact/hooks';
import { StimulusView } from './stimulus-view.js';
import { leaveStudy, phase, runStudy, study } from './study-run.js';

/** A study covers the whole page, so that a participant sees nothing of what is read. */
export function StudyView() {
  return study.value === null ? null : <StudyDialog key={study.value.title} />;
}

function StudyDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current!;
    shown.showModal();
    return () => shown.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="study"
      aria-labelledby="study-title"
      onCancel={(event) => {
        event.preventDefault();
        leaveStudy();
      }}
    >
      <h2 id="study-title" class={isShowing() ? 'visually-hidden' : 'study-title'}>
        {study.value?.title}
      </h2>
      <Phase />
    </dialog>
  );
}

const isShowing = () => phase.value.name === 'pause' || phase.value.name === 'stimulus';

function Phase() {
  const current = phase.value;
  const count = study.value?.stimuli.length ?? 0;
  switch (current.name) {
    case 'consent':
      return <Consent />;
    case 'starting':
      return (
        <p class="study-text" role="status">
          Starting the camera… Your browser may ask whether this page may use it.
        </p>
      );
    case 'pause':
    case 'stimulus':
      return (
        <>
          <div class="study-stage">
            {current.name === 'stimulus' ? (
              <StimulusView key={current.index} stimulus={current.stimulus} />
            ) : (
              <span class="study-cross" aria-hidden="true">
                +
              </span>
            )}
          </div>
          <footer class="study-footer">
            <span class="live-dot" aria-hidden="true" /> Recording
            <span class="quiet">
              {current.index + 1} of {count}
            </span>
            <Leave text="Stop and delete" />
          </footer>
        </>
      );
    case 'failed':
      return (
        <div class="study-text">
          <p role="alert">{current.message}</p>
          <p>The study has ended early.</p>
          <Leave text="Close" />
        </div>
      );
    case 'done':
      return (
        <div class="study-text">
          <p role="status">
            Thank you. The study is over and the camera is off. What was read is kept in this browser.
          </p>
          <button type="button" class="button button-primary" onClick={() => leaveStudy()}>
            Show the response
          </button>
        </div>
      );
  }
}

function Leave({ text }: { text: string }) {
  return (
    <button type="button" class="button button-small" onClick={() => leaveStudy()}>
      {text} <kbd>Esc</kbd>
    </button>
  );
}

/** What a participant agrees to; nothing begins before that. */
function Consent() {
  const [agrees, setAgrees] = useState(false);
  const [code, setCode] = useState('');
  const { consent, stimuli } = study.value!;
  return (
    <form
      class="study-text"
      onSubmit={(event) => {
        event.preventDefault();
        if (agrees) runStudy(code.trim());
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll from the keyboard */}
      <section class="study-consent" aria-label="Consent" tabIndex={0}>
        {consent}
      </section>
      <p class="quiet">
        {stimuli.length === 1 ? 'One picture or video is' : `${stimuli.length} pictures or videos are`} shown
        while the camera reads the expressions of your face. No picture of you is kept, and nothing leaves
        this machine: only numbers are stored, in this browser. You can stop at any time; what was recorded is
        deleted then.
      </p>
      <label class="study-code">
        Participant code, if you were given one
        <input
          class="field"
          value={code}
          maxLength={80}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={agrees}
          onChange={(event) => setAgrees(event.currentTarget.checked)}
        />
        I have read this and agree
      </label>
      <div class="control-row">
        <button type="submit" class="button button-primary" disabled={!agrees}>
          Begin
        </button>
        <button type="button" class="button" onClick={() => leaveStudy()}>
          I don't agree
        </button>
      </div>
    </form>
  );
}
