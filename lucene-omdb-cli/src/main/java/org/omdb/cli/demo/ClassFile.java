// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a class declares, read from its class file (JVMS, chapter 4) without loading it.
 *
 * <p>Only what the demo needs is kept: names, descriptors and access flags; no code, no generics.
 * {@code java.lang.classfile} can do this and more, but Java 21 doesn't have it.
 *
 * @param access the class's access flags; for a nested class those of its declaration, which have
 *     protected and private too
 * @param name binary name, such as {@code java.util.Map$Entry}
 * @param superclass binary name; null for {@code java.lang.Object}
 * @param interfaces binary names
 * @param outer binary name of the class that this one is a member of; null if there is none
 * @param simpleName the name in the source; empty if it is anonymous
 * @param local whether it is local or anonymous
 * @param fields all declared ones, including those that the compiler added
 * @param methods all declared ones, including constructors, class initializers and those that the
 *     compiler added
 */
record ClassFile(
    int access,
    String name,
    String superclass,
    List<String> interfaces,
    String outer,
    String simpleName,
    boolean local,
    List<Member> fields,
    List<Member> methods) {

  static final int PUBLIC = 0x0001;
  static final int PROTECTED = 0x0004;
  static final int SYNTHETIC = 0x1000;
  static final int MODULE = 0x8000;

  private static final int MAGIC = 0xCAFEBABE;

  /**
   * A field or a method.
   *
   * @param descriptor as in the class file, such as {@code (ILjava/lang/Object;)V}
   */
  record Member(int access, String name, String descriptor) {

    /** Whether users of the class can see it, and the compiler did not add it. */
    boolean isApi() {
      return (access & (PUBLIC | PROTECTED)) != 0 && (access & SYNTHETIC) == 0;
    }

    boolean isConstructor() {
      return name.equals("<init>");
    }
  }

  /** Whether the author of the class declared it public; its outer class may still not be. */
  boolean isPublic() {
    return (access & PUBLIC) != 0 && (access & (SYNTHETIC | MODULE)) == 0 && local == false;
  }

  /**
   * Reads a class file.
   *
   * @param bytes the whole file
   * @param origin names the file in messages
   * @throws IOException if this is not a class file, or is damaged
   */
  static ClassFile parse(byte[] bytes, String origin) throws IOException {
    try {
      return new Parser(bytes).parse();
    } catch (EOFException | IndexOutOfBoundsException e) {
      throw new IOException(
          origin + " is a damaged class file: it ends too early, or points past its end", e);
    } catch (IOException e) {
      throw new IOException(origin + " is not a class file that can be read: " + e.getMessage(), e);
    }
  }

  /** Reads from start to end. Strings are decoded on demand, because few are needed. */
  private static final class Parser {

    private final byte[] bytes;
    private final DataInputStream in;

    /** Offset in {@link #bytes} of each constant's content, after its tag. */
    private int[] constants;

    Parser(byte[] bytes) {
      this.bytes = bytes;
      this.in = at(0);
    }

    private DataInputStream at(int offset) {
      return new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset));
    }

    ClassFile parse() throws IOException {
      int magic = in.readInt();
      if (magic != MAGIC) {
        throw new IOException(
            "it starts with " + Integer.toHexString(magic) + ", expected cafebabe");
      }
      in.skipNBytes(4); // version
      indexConstants();
      int access = in.readUnsignedShort();
      String name = className(in.readUnsignedShort());
      if (name == null) {
        throw new IOException("it names no class");
      }
      String superclass = className(in.readUnsignedShort());
      List<String> interfaces = new ArrayList<>();
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        interfaces.add(className(in.readUnsignedShort()));
      }
      List<Member> fields = members();
      List<Member> methods = members();
      String simpleName = name.substring(name.lastIndexOf('.') + 1);
      ClassFile topLevel =
          new ClassFile(
              access, name, superclass, interfaces, null, simpleName, false, fields, methods);
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        String attribute = utf8(in.readUnsignedShort());
        int length = in.readInt();
        if (attribute.equals("InnerClasses")) {
          return withDeclaration(topLevel);
        }
        skip(length);
      }
      return topLevel;
    }

    private void indexConstants() throws IOException {
      constants = new int[in.readUnsignedShort()];
      for (int i = 1; i < constants.length; i++) {
        int tag = in.readUnsignedByte();
        constants[i] = bytes.length - in.available();
        int length =
            switch (tag) {
              case 1 -> in.readUnsignedShort(); // Utf8
              case 7, 8, 16, 19, 20 -> 2; // Class, String, MethodType, Module, Package
              case 15 -> 3; // MethodHandle
              case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // Integer, Float, *ref, NameAndType, *Dynamic
              case 5, 6 -> 8; // Long, Double
              default -> throw new IOException("constant " + i + " has the unknown tag " + tag);
            };
        in.skipNBytes(length);
        if (tag == 5 || tag == 6) {
          i++; // these take two entries (JVMS 4.4.5)
        }
      }
    }

    private List<Member> members() throws IOException {
      List<Member> members = new ArrayList<>();
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        int access = in.readUnsignedShort();
        String name = utf8(in.readUnsignedShort());
        String descriptor = utf8(in.readUnsignedShort());
        members.add(new Member(access, name, descriptor));
        for (int j = in.readUnsignedShort(); j > 0; j--) {
          in.skipNBytes(2);
          skip(in.readInt());
        }
      }
      return members;
    }

    /** Adds to a class what its own entry among the nested classes says, if it has one. */
    private ClassFile withDeclaration(ClassFile file) throws IOException {
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        String name = className(in.readUnsignedShort());
        String outer = className(in.readUnsignedShort());
        int simpleName = in.readUnsignedShort();
        int access = in.readUnsignedShort();
        if (file.name.equals(name)) {
          return new ClassFile(
              access,
              name,
              file.superclass,
              file.interfaces,
              outer,
              simpleName == 0 ? "" : utf8(simpleName),
              outer == null,
              file.fields,
              file.methods);
        }
      }
      return file;
    }

    private void skip(int unsignedLength) throws IOException {
      in.skipNBytes(Integer.toUnsignedLong(unsignedLength));
    }

    private String className(int index) throws IOException {
      if (index == 0) {
        return null;
      }
      return utf8(at(constants[index]).readUnsignedShort()).replace('/', '.');
    }

    private String utf8(int index) throws IOException {
      return at(constants[index]).readUTF();
    }
  }
}
