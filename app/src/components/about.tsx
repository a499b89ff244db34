import { worksOffline } from '../state/offline.js';

/** What the page does with pictures, and what its readings mean. */
export function About() {
  return (
    <footer class="about">
      <section aria-labelledby="privacy-title">
        <h2 id="privacy-title">Nothing leaves this machine</h2>
        <p>
          Pictures are read in this page, by models that came with it. No frame is sent or stored, and the
          page's own security policy forbids it to talk to any other server.
          {worksOffline.value && (
            <span data-testid="offline"> It is kept in this browser, and works without a network too.</span>
          )}
        </p>
      </section>
      <section aria-labelledby="limits-title">
        <h2 id="limits-title">Expressions, not feelings</h2>
        <p>
          A face shows an expression; what the person feels is another matter, and differs with culture and
          situation. The models err, more often on faces that are small, turned away, dark or covered. Don't
          decide anything about a person by these numbers, and ask before you point a camera at someone.
        </p>
      </section>
    </footer>
  );
}
