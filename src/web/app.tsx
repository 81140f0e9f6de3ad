import { useEffect, useState } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Failed } from './parts/states.tsx';
import { Toasts } from './parts/toast.tsx';
import { Missing } from './shell/missing.tsx';
import { page } from './shell/page.ts';
import { Shell } from './shell/shell.tsx';
import { Shortcuts } from './shell/shortcuts.tsx';
import { type Person, person } from './who/person.ts';
import { SignedOut } from './who/signed-out.tsx';
import { shell } from './words/shell.ts';

/** Every address of the pages, who may see it, and the code that comes with it. */

const SignInPage = page(async () => (await import('./who/sign-in.tsx')).SignInPage);
const RegisterPage = page(async () => (await import('./who/register.tsx')).RegisterPage);
const JoinPage = page(async () => (await import('./who/register.tsx')).JoinPage);
const HomePage = page(async () => (await import('./home/home.tsx')).HomePage);
const LibraryPage = page(async () => (await import('./library/library.tsx')).LibraryPage);
const ReviewPage = page(async () => (await import('./review/review.tsx')).ReviewPage);
const ProgressPage = page(async () => (await import('./progress/progress.tsx')).ProgressPage);
const ProfilePage = page(async () => (await import('./profile/profile.tsx')).ProfilePage);
const LessonPage = page(async () => (await import('./lesson/canvas.tsx')).LessonPage);
const NuggetsPage = page(async () => (await import('./nuggets/list.tsx')).NuggetsPage);
const NuggetPage = page(async () => (await import('./nuggets/editor.tsx')).NuggetPage);
const ReviewsPage = page(async () => (await import('./reviews/reviews.tsx')).ReviewsPage);
const ClassPage = page(async () => (await import('./class/class.tsx')).ClassPage);
const LearnerPage = page(async () => (await import('./class/learner.tsx')).LearnerPage);
const DesignPage = page(async () => (await import('./design/design.tsx')).DesignPage);
const MapPage = page(async () => (await import('./map/map.tsx')).MapPage);
const AnalyticsPage = page(async () => (await import('./analytics/analytics.tsx')).AnalyticsPage);
const PeoplePage = page(async () => (await import('./people/people.tsx')).PeoplePage);
const SettingsPage = page(async () => (await import('./settings/settings.tsx')).SettingsPage);
const SourcesPage = page(async () => (await import('./sources/sources.tsx')).SourcesPage);

export const App = () => (
  <LocationProvider>
    <ErrorBoundary>
      <Pages />
      <SignedOut />
      <Shortcuts />
      <Toasts />
    </ErrorBoundary>
  </LocationProvider>
);

const PUBLIC = new Set(['/login', '/register', '/join']);

function Pages() {
  const { path, url, route } = useLocation();
  const now = person.value;
  const stranger = now === null;
  useEffect(() => {
    if (stranger && !PUBLIC.has(path)) {
      route(path === '/' ? '/login' : `/login?next=${encodeURIComponent(url)}`, true);
    }
  }, [stranger, path]);
  if (PUBLIC.has(path)) {
    return (
      <Router>
        <Route path="/login" component={SignInPage} />
        <Route path="/register" component={RegisterPage} />
        <Route path="/join" component={JoinPage} />
      </Router>
    );
  }
  if (!now) return null;
  // A lesson fills the window: its own frame, without the rail.
  if (path.startsWith('/lessons/')) {
    return (
      <Guarded>
        <Router>
          <Route path="/lessons/:id" component={LessonPage} />
          <Route default component={Missing} />
        </Router>
      </Guarded>
    );
  }
  return (
    <Shell person={now}>
      <Guarded>
        <Router onRouteChange={focusMain}>{routesOf(now)}</Router>
      </Guarded>
    </Shell>
  );
}

const staffRoutes = [
  <Route key="sources" path="/sources" component={SourcesPage} />,
  <Route key="nuggets" path="/nuggets" component={NuggetsPage} />,
  <Route key="nugget" path="/nuggets/:id" component={NuggetPage} />,
  <Route key="reviews" path="/reviews" component={ReviewsPage} />,
  <Route key="design" path="/design" component={DesignPage} />,
  <Route key="map" path="/map" component={MapPage} />,
  <Route key="analytics" path="/analytics" component={AnalyticsPage} />,
  <Route key="class" path="/class" component={ClassPage} />,
  <Route key="learner" path="/class/:id" component={LearnerPage} />,
];

const adminRoutes = [
  <Route key="people" path="/people" component={PeoplePage} />,
  <Route key="settings" path="/settings" component={SettingsPage} />,
];

const routesOf = ({ role }: Person) => [
  <Route key="home" path="/" component={HomePage} />,
  <Route key="library" path="/library" component={LibraryPage} />,
  <Route key="review" path="/review" component={ReviewPage} />,
  <Route key="progress" path="/progress" component={ProgressPage} />,
  <Route key="profile" path="/profile" component={ProfilePage} />,
  ...(role === 'learner' ? [] : staffRoutes),
  ...(role === 'admin' ? adminRoutes : []),
  <Route key="missing" default component={Missing} />,
];

/** A new page begins at its top, for readers and for screen readers alike. */
function focusMain(): void {
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** A page that breaks says so in place, and the frame around it stays. */
function Guarded({ children }: { children: preact.ComponentChildren }) {
  const { url } = useLocation();
  const [broken, setBroken] = useState<string>();
  if (broken === url) {
    return <Failed message={shell.value.broken} onRetry={() => location.reload()} />;
  }
  return (
    <ErrorBoundary
      onError={(error) => {
        console.error(error);
        setBroken(url);
      }}
    >
      {children}
    </ErrorBoundary>
  );
}
