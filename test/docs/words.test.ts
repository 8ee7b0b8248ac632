import { describe, expect, it } from '@jest/globals';
import { areas, countWords, maxVaguePerThousand, ratePerThousand } from '../support/count-words.ts';

/** Areas that are still being reworded. */
const pending = ['test', 'bench'];

describe('the prose of this project', () => {
  it.each(areas.filter((area) => !pending.includes(area)))('names things and persons in %s', (area) => {
    const counts = countWords(area);

    expect(counts.length).toBeGreaterThan(0);
    expect(ratePerThousand(counts)).toBeLessThanOrEqual(maxVaguePerThousand);
  });
});
