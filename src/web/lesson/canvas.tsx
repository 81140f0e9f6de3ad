export const LessonPage = () => <h1>Lesson</h1>;
