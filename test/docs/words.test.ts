import { describe, expect, it } from '@jest/globals';
import { areas, countWords, maxVaguePerThousand, ratePerThousand } from '../support/count-words.ts';

describe('the prose of this project', () => {
  it.each(areas)('names things and persons in %s', (area) => {
    const counts = countWords(area);

    expect(counts.length).toBeGreaterThan(0);
    expect(ratePerThousand(counts)).toBeLessThanOrEqual(maxVaguePerThousand);
  });
});
