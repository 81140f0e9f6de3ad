import { shell } from '../words/shell.ts';
import { modelsAreOffline } from './health.ts';

/** Said on every page, because it changes what can be expected of an answer. */
export const OfflineModels = () =>
  modelsAreOffline.value ? (
    <span class="tag tag-mark offline-models" title={shell.value.offlineModelsWhy}>
      {shell.value.offlineModels}
    </span>
  ) : null;
