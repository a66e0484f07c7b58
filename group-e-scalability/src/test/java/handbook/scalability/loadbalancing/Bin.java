package handbook.scalability.loadbalancing;

import java.util.ArrayList;
import java.util.List;

/// A target whose load a test sets.
final class Bin implements Target {
    private final String name;
    int load;

    Bin(String name) {
        this.name = name;
    }

    static List<Bin> row(int size) {
        var bins = new ArrayList<Bin>();
        for (int i = 0; i < size; i++) {
            bins.add(new Bin("bin-" + i));
        }
        return bins;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int load() {
        return load;
    }

    @Override
    public String toString() {
        return name + ":" + load;
    }
}
