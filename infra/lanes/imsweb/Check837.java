import com.imsweb.x12.Loop;
import com.imsweb.x12.reader.X12Reader;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;

/** Reads each file named by the arguments as an 837P with imsweb's x12-parser and prints what it found, as JSON. */
public class Check837 {
  public static void main(String[] files) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String file : files) {
      X12Reader reader = new X12Reader(X12Reader.FileType.ANSI837_5010_X222, new File(file));
      long claims = reader.getLoops().stream().mapToLong(Check837::claimsIn).sum();
      all.append(all.length() == 0 ? "[" : ",")
          .append("{\"claims\":" + claims)
          .append(",\"errors\":" + list(reader.getErrors()))
          .append(",\"fatalErrors\":" + list(reader.getFatalErrors()) + "}\n");
    }
    System.out.print(all + "]");
  }

  /** A reader that gave up has found nothing: how many claims it saw is told too. */
  private static long claimsIn(Loop loop) {
    return loop.getSegments().stream().filter(segment -> segment.getId().equals("CLM")).count()
        + loop.getLoops().stream().mapToLong(Check837::claimsIn).sum();
  }

  private static String list(List<String> texts) {
    return texts.stream().map(Check837::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\' || c < ' ' || c > '~') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }
}
