import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'affect-detect/element';

/** A picture that the user chooses, with what is read from it; React 19 hands `onresult` on as an event's listener. */
function App() {
  const [src, setSrc] = useState(null);
  const [faces, setFaces] = useState([]);
  const [threshold, setThreshold] = useState(0.4);
  return (
    <main>
      <h1>Expressions in React</h1>
      <input
        type="file"
        accept="image/*,video/*"
        aria-label="Picture or video"
        onChange={({ target }) => setSrc(URL.createObjectURL(target.files[0]))}
      />
      <label>
        Threshold
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          value={threshold}
          onChange={({ target }) => setThreshold(target.value)}
        />
      </label>
      {src && (
        <affect-detect
          src={src}
          threshold={threshold}
          onresult={({ detail }) => setFaces(detail.faces)}
          onerror={({ message }) => alert(message)}
        />
      )}
      <ul aria-label="Faces">
        {faces.map(({ expression, box }) => (
          <li key={`${box.x} ${box.y}`}>{expression ?? 'uncertain'}</li>
        ))}
      </ul>
    </main>
  );
}

createRoot(document.querySelector('#root')).render(<App />);
