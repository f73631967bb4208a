// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Lists the licenses of what each artifact of a folder needs at run time, from its CycloneDX bill of
 * materials: {@code java Licenses.java FOLDER} prints Markdown. Ends with status 1 if there is a
 * license that is not known to go with Apache-2.0.
 */
final class Licenses {

  /** By their SPDX names; of several licenses of a component, one is enough. */
  private static final Set<String> GOOD =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0");

  /** What files of these groups are under; their poms say BSD, and not how many clauses it has. */
  private static final Map<String, String> BSD =
      Map.of("org.jline", "BSD-3-Clause", "org.antlr", "BSD-3-Clause");

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: java Licenses.java FOLDER");
      System.exit(2);
    }
    List<Path> boms;
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      boms = files.filter(file -> file.toString().endsWith("-cyclonedx.xml")).sorted().toList();
    }
    List<String> bad = new ArrayList<>();
    System.out.println("# Licenses of others\n");
    System.out.println(
        "What each artifact needs at run time, from its bill of materials. `release/build` makes"
            + " this list anew, and fails\nif it has changed or has a license that does not go with"
            + " Apache-2.0.");
    for (Path bom : boms) {
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(bom.toFile());
      Element root = document.getDocumentElement();
      Element own = child(child(root, "metadata"), "component");
      System.out.println("\n## " + text(own, "name") + "\n");
      TreeMap<String, TreeSet<String>> byLicense = new TreeMap<>();
      for (Element component : children(child(root, "components"), "component")) {
        String group = text(component, "group");
        if (group.equals(text(own, "group"))) {
          continue;
        }
        String name = group + ":" + text(component, "name") + ":" + text(component, "version");
        List<String> licenses = BSD.containsKey(group) ? List.of(BSD.get(group)) : licenses(component);
        if (licenses.stream().noneMatch(GOOD::contains)) {
          bad.add(text(own, "name") + " needs " + name + " with " + licenses);
        }
        byLicense.computeIfAbsent(String.join(" or ", licenses), l -> new TreeSet<>()).add(name);
      }
      if (byLicense.isEmpty()) {
        System.out.println("Nothing of others.");
      } else {
        System.out.println("| license | of |\n|---|---|");
        byLicense.forEach(
            (license, names) ->
                System.out.println("| " + license + " | " + String.join(", ", names) + " |"));
      }
    }
    if (boms.isEmpty()) {
      bad.add(arguments[0] + " has no bill of materials");
    }
    bad.forEach(System.err::println);
    System.exit(bad.isEmpty() ? 0 : 1);
  }

  private static List<String> licenses(Element component) {
    List<String> names = new ArrayList<>();
    Element licenses = child(component, "licenses");
    if (licenses == null) {
      return List.of("unknown");
    }
    for (Element license : children(licenses, "license")) {
      String id = text(license, "id");
      names.add(id.isEmpty() ? text(license, "name") : id);
    }
    for (Element expression : children(licenses, "expression")) {
      names.addAll(List.of(expression.getTextContent().strip().split(" OR ")));
    }
    return names;
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    if (parent != null) {
      for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element element && element.getTagName().equals(name)) {
          children.add(element);
        }
      }
    }
    return children;
  }

  private static Element child(Element parent, String name) {
    List<Element> all = children(parent, name);
    return all.isEmpty() ? null : all.get(0);
  }

  private static String text(Element parent, String name) {
    Element child = child(parent, name);
    return child == null ? "" : child.getTextContent().strip();
  }
}
