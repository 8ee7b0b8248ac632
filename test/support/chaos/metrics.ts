/** The sum of a metric over all sets of labels in which that is found, from the text that Prometheus reads. */
export function readMetric(text: string, name: string, label = ''): number {
  return [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'gm'))]
    .filter(([, labels]) => labels?.includes(label))
    .reduce((sum, [, , value]) => sum + Number(value), 0);
}
