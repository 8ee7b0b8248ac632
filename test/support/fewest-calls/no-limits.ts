/** Environment of a gateway that runs every plan, whatever it costs. */
export const noLimits = {
  UPSTREAM_CALL_BUDGET: '100000',
  MAX_TOKENS: '10000',
  MAX_DEPTH: '100',
  MAX_ALIASES: '10000',
  MAX_DIRECTIVES: '10000',
  MAX_ANSWER_FIELDS: '1000000000',
  MAX_ANSWER_BYTES: '268435456',
};
