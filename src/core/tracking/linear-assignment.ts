/**
 * Solve the rectangular linear assignment problem: give every row a column of its own, at the least total cost.
 *
 * Shortest augmenting paths with dual variables, O(rows^2 * columns). Ties go to the lowest column, so that equal
 * input gives equal output.
 * @param cost row-major, `rows * columns`, finite
 * @param rows at most `columns`
 * @returns the column of each row
 * @throws {RangeError} if there are more rows than columns, or `cost` has another length
 * @see Jonker and Volgenant 1987, https://doi.org/10.1007/BF02278710
 * @see Crouse 2016 (the rectangular form), https://doi.org/10.1109/TAES.2016.140952
 */
export function linearAssignment(cost: Float64Array, rows: number, columns: number): Int32Array {
  if (rows > columns) throw new RangeError(`rows must be at most columns (${columns}), got ${rows}`);
  if (cost.length !== rows * columns) {
    throw new RangeError(`cost must have rows * columns = ${rows * columns} entries, got ${cost.length}`);
  }
  const rowDual = new Float64Array(rows);
  const columnDual = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  const columnOf = new Int32Array(rows).fill(-1);
  const distance = new Float64Array(columns);
  const predecessor = new Int32Array(columns);
  const reached = new Uint8Array(columns);

  for (let start = 0; start < rows; start++) {
    distance.fill(Number.POSITIVE_INFINITY);
    reached.fill(0);
    let row = start;
    let shortest = 0;
    let end = -1;
    // Dijkstra over reduced costs, until a column is reached that nobody holds.
    while (end === -1) {
      let nearest = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let column = 0; column < columns; column++) {
        if (reached[column]) continue;
        const through = shortest + cost[row * columns + column] - rowDual[row] - columnDual[column];
        if (through < distance[column]) {
          distance[column] = through;
          predecessor[column] = row;
        }
        if (distance[column] < least) {
          least = distance[column];
          nearest = column;
        }
      }
      if (nearest === -1) throw new RangeError('cost must be finite');
      shortest = least;
      reached[nearest] = 1;
      if (rowOf[nearest] === -1) end = nearest;
      else row = rowOf[nearest];
    }

    rowDual[start] += shortest;
    for (let column = 0; column < columns; column++) {
      if (!reached[column] || column === end) continue;
      rowDual[rowOf[column]] += shortest - distance[column];
      columnDual[column] -= shortest - distance[column];
    }

    // Hand the columns on along the path, back to the row that had none.
    for (let column = end; column !== -1; ) {
      const owner = predecessor[column];
      const freed = columnOf[owner];
      columnOf[owner] = column;
      rowOf[column] = owner;
      column = owner === start ? -1 : freed;
    }
  }
  return columnOf;
}
