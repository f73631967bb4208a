// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes two classes alike to a programmer, as bags of strings: their names, packages,
 * supertypes, methods, and the types that they mention.
 */
final class ClassFeatures {

  /**
   * A kind of feature. Each has a fixed share of a class's vector, however many features of the
   * kind the class has. Otherwise the many methods of {@code ArrayList} would outweigh that it is a
   * {@code List}.
   */
  enum Kind {
    /** Words of the class's name. */
    NAME(0.6),
    /** Its package and the enclosing ones. */
    PACKAGE(0.5),
    /** What it can be assigned to: itself and all its supertypes. */
    SUPERTYPE(0.8),
    /** Names of the methods that can be called on it, inherited ones included. */
    METHOD(1.0),
    /** Words of the names that it declares. */
    WORD(0.6),
    /** Types in the descriptors of what it declares. */
    TYPE(0.6);

    /** Length of this kind's part of the vector, before the vector is scaled to length 1. */
    final double share;

    Kind(double share) {
      this.share = share;
    }
  }

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+");
  private static final Pattern TYPE = Pattern.compile("L([^;]+);");

  private final Map<Kind, List<String>> features = new EnumMap<>(Kind.class);

  private ClassFeatures() {
    for (Kind kind : Kind.values()) {
      features.put(kind, new ArrayList<>());
    }
  }

  /**
   * The features of a class.
   *
   * @param classes has its supertypes
   */
  static ClassFeatures of(ClassFile file, JdkClasses classes) throws IOException {
    ClassFeatures features = new ClassFeatures();
    features.addName(file);
    features.addDeclarations(file);
    features.addCallable(file, classes.supertypes(file));
    return features;
  }

  /** The features of a kind. A feature that the class has N times is in the list N times. */
  List<String> get(Kind kind) {
    return features.get(kind);
  }

  private void addName(ClassFile file) {
    get(Kind.NAME).addAll(words(file.simpleName()));
    String name = file.name();
    while (name.indexOf('.') >= 0) {
      name = name.substring(0, name.lastIndexOf('.'));
      get(Kind.PACKAGE).add(name);
    }
  }

  private void addDeclarations(ClassFile file) {
    List<ClassFile.Member> declared = new ArrayList<>(file.fields());
    declared.addAll(file.methods());
    for (ClassFile.Member member : declared) {
      if (member.isApi()) {
        get(Kind.WORD).addAll(words(member.name()));
        Matcher matcher = TYPE.matcher(member.descriptor());
        while (matcher.find()) {
          String type = matcher.group(1).replace('/', '.');
          // Classes that return their own type, such as builders, have that in common.
          get(Kind.TYPE).add(type.equals(file.name()) ? "this" : type);
        }
      }
    }
  }

  private void addCallable(ClassFile file, List<ClassFile> supertypes) {
    List<ClassFile> lineage = new ArrayList<>(List.of(file));
    lineage.addAll(supertypes);
    Set<String> overridden = new HashSet<>();
    for (ClassFile type : lineage) {
      get(Kind.SUPERTYPE).add(type.name());
      for (ClassFile.Member method : type.methods()) {
        boolean callable = type == file || method.isConstructor() == false;
        if (method.isApi() && callable && overridden.add(method.name() + method.descriptor())) {
          get(Kind.METHOD).add(method.name());
        }
      }
    }
  }

  /** The words of a name: "readUTF8" has "read", "utf" and "8". */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(name);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
