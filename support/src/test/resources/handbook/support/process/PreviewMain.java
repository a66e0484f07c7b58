package handbook.support.process;

class PreviewMain {
    static void main(String[] args) {
        IO.println(PreviewHelper.greet(args[0]));
    }
}
