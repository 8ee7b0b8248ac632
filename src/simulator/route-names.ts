/** Every call of the API, with the names that call records and faults use. */
export const ROUTES = [
  'POST /access-token',
  'PUT /user',
  'GET /user/:identifier/tasks',
  'PUT /user/:identifier/end-monitoring',
  'GET /task/:taskId/details',
  'GET /task/:taskId/status',
  'GET /:identifier/pay-link/accounts',
] as const;
