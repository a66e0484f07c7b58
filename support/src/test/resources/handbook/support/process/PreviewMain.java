package handbook.support.process;

class PreviewMain {
    static void main() {
        IO.println(PreviewHelper.greet("you"));
    }
}
