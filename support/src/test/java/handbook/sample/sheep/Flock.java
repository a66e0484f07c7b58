package handbook.sample.sheep;

import java.util.ArrayList;
import java.util.List;

/// Sheep in the order in which they came.
public final class Flock {
    private final List<String> sheep = new ArrayList<>();

    // @start region=add
    public Flock add(String name) {
        sheep.add(name);
        return this;
    }
    // @end

    public int size() {
        return sheep.size();
    }
}
