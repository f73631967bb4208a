// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestClassFile extends LuceneTestCase {

  /** Set in class files without a meaning; reflection hides it. */
  private static final int SUPER = 0x0020;

  public void testClassesOfTheJdkAreAsReflectionHasThem() throws Exception {
    JdkClasses classes = JdkClasses.read(name -> name.matches("java\\.(util|time|text|nio).*"));
    assertTrue(classes.published().size() > 500);
    for (Map.Entry<String, ClassFile> entry : classes.published().entrySet()) {
      Class<?> loaded = Class.forName(entry.getValue().name(), false, null);
      assertEquals(loaded.getCanonicalName(), entry.getKey());
      assertAlike(loaded, entry.getValue());
    }
  }

  private static void assertAlike(Class<?> loaded, ClassFile file) {
    String name = loaded.getName();
    assertEquals(name, file.name());
    assertEquals(name, loaded.getModifiers(), file.access() & ~SUPER);
    assertEquals(name, loaded.getSimpleName(), file.simpleName());
    assertEquals(name, nameOf(loaded.getDeclaringClass()), file.outer());
    // For an interface the file says Object, and reflection null.
    assertEquals(
        name,
        loaded.isInterface() ? "java.lang.Object" : nameOf(loaded.getSuperclass()),
        file.superclass());
    assertEquals(
        name,
        Arrays.stream(loaded.getInterfaces()).map(Class::getName).toList(),
        file.interfaces());
    List<String> fields = new ArrayList<>();
    for (Field field : loaded.getDeclaredFields()) {
      fields.add(field.getModifiers() + " " + field.getName() + field.getType().descriptorString());
    }
    assertEquals(name, new TreeSet<>(fields), members(file.fields()));
    List<String> methods = new ArrayList<>();
    for (Method method : loaded.getDeclaredMethods()) {
      MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      methods.add(method.getModifiers() + " " + method.getName() + type.descriptorString());
    }
    for (Constructor<?> constructor : loaded.getDeclaredConstructors()) {
      MethodType type = MethodType.methodType(void.class, constructor.getParameterTypes());
      methods.add(constructor.getModifiers() + " <init>" + type.descriptorString());
    }
    assertEquals(name, new TreeSet<>(methods), members(file.methods()));
  }

  private static String nameOf(Class<?> loaded) {
    return loaded == null ? null : loaded.getName();
  }

  private static Collection<String> members(List<ClassFile.Member> members) {
    Collection<String> lines = new TreeSet<>();
    for (ClassFile.Member member : members) {
      if (member.name().equals("<clinit>") == false) { // reflection has none
        lines.add(member.access() + " " + member.name() + member.descriptor());
      }
    }
    return lines;
  }

  public void testLocalAndAnonymousClassesArentPublic() throws IOException {
    class Local {}
    Object anonymous = new Object() {};
    ClassFile local = parse(Local.class);
    assertTrue(local.local());
    assertEquals("Local", local.simpleName());
    assertFalse(local.isPublic());
    assertTrue(parse(anonymous.getClass()).local());
    assertEquals("", parse(anonymous.getClass()).simpleName());
    assertFalse(parse(TestClassFile.class).local());
    assertTrue(parse(TestClassFile.class).isPublic());
  }

  public void testObjectHasNoSuperclass() throws IOException {
    assertNull(parse(Object.class).superclass());
  }

  public void testWhatIsNoClassFileIsSaidSo() {
    IOException e =
        expectThrows(IOException.class, () -> ClassFile.parse(new byte[100], "Foo.class"));
    assertEquals(
        "Foo.class is not a class file that can be read: it starts with 0, expected cafebabe",
        e.getMessage());
  }

  public void testDamageIsAnIOException() throws IOException {
    byte[] bytes = bytes(ClassFile.class);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random().nextInt(bytes.length));
      if (damaged.length > 0 && random().nextBoolean()) {
        damaged = bytes.clone();
        damaged[random().nextInt(damaged.length)] = (byte) random().nextInt();
      }
      try {
        ClassFile.parse(damaged, "damaged");
      } catch (IOException e) {
        assertTrue(e.getMessage(), e.getMessage().startsWith("damaged is "));
      }
    }
  }

  private static ClassFile parse(Class<?> loaded) throws IOException {
    return ClassFile.parse(bytes(loaded), loaded.getName());
  }

  private static byte[] bytes(Class<?> loaded) throws IOException {
    String file = loaded.getName().substring(loaded.getPackageName().length() + 1) + ".class";
    try (InputStream in = loaded.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }
}
