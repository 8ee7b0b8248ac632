/** Every call the API has, named as call records and faults name it. */
export const ROUTES = [
  'POST /access-token',
  'PUT /user',
  'GET /user/:identifier/tasks',
  'PUT /user/:identifier/end-monitoring',
  'GET /task/:taskId/details',
  'GET /task/:taskId/status',
  'GET /:identifier/pay-link/accounts',
] as const;
