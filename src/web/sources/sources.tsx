export const SourcesPage = () => <h1>Sources</h1>;
