import { renderErrorGuide } from './error-guide.ts';

process.stdout.write(renderErrorGuide());
