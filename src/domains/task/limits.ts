/** How many tasks one field looks up at most. */
export const maxTasks = 100;

/** How many rows of a list one page has. */
export const pageSize = { usual: 50, most: 100 };
