/** The sum of a metric over all sets of labels that are meant, from the text that Prometheus reads. */
export function readMetric(text: string, name: string, isMeant: (labels: string) => boolean): number {
  return [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'gm'))]
    .filter(([, labels = '']) => isMeant(labels))
    .reduce((sum, [, , value]) => sum + Number(value), 0);
}
