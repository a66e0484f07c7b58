package handbook.concurrency.model;

class TinyScopeTest extends ScopeContract {
    @Override
    protected TaskScope open() {
        return new TinyScope(NAME);
    }
}
