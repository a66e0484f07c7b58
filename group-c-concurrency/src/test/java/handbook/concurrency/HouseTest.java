package handbook.concurrency;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

import handbook.support.house.House;

/// Switches on the checks of the house for this module.
class HouseTest {
    @TestFactory
    Stream<DynamicNode> house() {
        return House.checks();
    }
}
