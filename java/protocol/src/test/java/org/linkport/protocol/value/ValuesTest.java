/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks reading with every length that is too short, in both byte orders and from heap and direct memory, and the edges of
 * every number; what was written must come back.
 */
class ValuesTest {
    private static final String TEXT = "a\u00e4\u4e16\ud83d\ude00";

    /** One value: how it is written and read, and what it is. */
    private record Case(String name, Consumer<ValueWriter> write, Function<ValueReader, Object> read, Object value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, Consumer<ValueWriter> write, Function<ValueReader, Object> read, Object value) {
        return new Case(name, write, read, value);
    }

    static List<Case> cases() {
        byte[] block = {1, 2, 3, 0, -1};
        return List.of(
                of("i8", w -> w.i8(-128), ValueReader::i8, (byte) -128),
                of("u8", w -> w.u8(255), ValueReader::u8, 255),
                of("i16", w -> w.i16(-2), ValueReader::i16, (short) -2),
                of("u16", w -> w.u16(65_534), ValueReader::u16, 65_534),
                of("u24", w -> w.u24(0xFE_0102), ValueReader::u24, 0xFE_0102),
                of("i32", w -> w.i32(-3), ValueReader::i32, -3),
                of("u32", w -> w.u32(0xFFFF_FFFEL), ValueReader::u32, 0xFFFF_FFFEL),
                of("i64", w -> w.i64(Long.MIN_VALUE), ValueReader::i64, Long.MIN_VALUE),
                of("u63", w -> w.i64(Long.MAX_VALUE), ValueReader::u63, Long.MAX_VALUE),
                of("f32", w -> w.f32(-1.5f), ValueReader::f32, -1.5f),
                of("f64", w -> w.f64(Math.PI), ValueReader::f64, Math.PI),
                of("bool", w -> w.bool(true), ValueReader::bool, true),
                of("varint32", w -> w.varint32(-1), ValueReader::varint32, -1),
                of("varint64", w -> w.varint64(-1), ValueReader::varint64, -1L),
                of("zigzag32", w -> w.zigzag32(Integer.MIN_VALUE), ValueReader::zigzag32, Integer.MIN_VALUE),
                of("zigzag64", w -> w.zigzag64(Long.MIN_VALUE), ValueReader::zigzag64, Long.MIN_VALUE),
                of("bytes", w -> w.bytes(block), r -> ByteBuffer.wrap(r.bytes(5)), ByteBuffer.wrap(block)),
                of("skip", w -> w.bytes(block), r -> skipped(r, 5), 5),
                ofBlock(LengthForm.U8, block),
                ofBlock(LengthForm.U16, block),
                ofBlock(LengthForm.U32, block),
                ofBlock(LengthForm.VARINT, block),
                ofText(LengthForm.U8),
                ofText(LengthForm.VARINT),
                of(
                        "zero-ended",
                        w -> w.zeroEnded(TEXT, StandardCharsets.UTF_8),
                        r -> r.zeroEnded(99, StandardCharsets.UTF_8),
                        TEXT),
                of(
                        "padded",
                        w -> w.padded("ab", 7, StandardCharsets.US_ASCII),
                        r -> r.padded(7, StandardCharsets.US_ASCII),
                        "ab"));
    }

    private static int skipped(ValueReader reader, int bytes) {
        reader.skip(bytes);
        return bytes;
    }

    private static Case ofBlock(LengthForm form, byte[] block) {
        return of(
                "block " + form,
                w -> w.block(form, ByteBuffer.wrap(block)),
                r -> r.block(form, 5),
                ByteBuffer.wrap(block));
    }

    private static Case ofText(LengthForm form) {
        return of(
                "text " + form,
                w -> w.text(form, TEXT, StandardCharsets.UTF_8),
                r -> r.text(form, 99, StandardCharsets.UTF_8),
                TEXT);
    }

    private static ByteBuffer written(Case value, ByteOrder order) {
        ValueWriter writer = ValueWriter.growing(100, order);
        value.write.accept(writer);
        return writer.take();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReadWhatWasWritten(Case value) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer bytes = written(value, order);
            ByteBuffer direct = ByteBuffer.allocateDirect(200).position(7);
            direct.put(bytes.duplicate()).limit(direct.position()).position(7);
            for (ByteBuffer source : List.of(bytes, direct)) {
                ValueReader reader = new ValueReader(source, order);
                assertEquals(value.value, value.read.apply(reader));
                reader.end();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFailInOneWayAtEveryLengthThatIsTooShort(Case value) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] bytes = new byte[written(value, order).remaining()];
            written(value, order).get(bytes);
            for (int length = 0; length < bytes.length; length++) {
                ValueReader reader = new ValueReader(ByteBuffer.wrap(bytes, 0, length), order);
                assertThrows(ValueException.class, () -> value.read.apply(reader), "of " + length);
                assertEquals(length, reader.remaining(), "nothing is read by a read that fails");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldWriteNothingWhereThereIsNoRoom(Case value) {
        int size = written(value, ByteOrder.BIG_ENDIAN).remaining();
        for (int room = 0; room < size; room++) {
            ByteBuffer target = ByteBuffer.allocate(room);
            ValueWriter writer = ValueWriter.into(target, ByteOrder.BIG_ENDIAN);
            assertThrows(BufferOverflowException.class, () -> value.write.accept(writer));
            assertEquals(0, target.position());
        }
    }

    @Test
    void shouldKeepTheByteOrderOfTheFormat() {
        assertBytes(ByteOrder.BIG_ENDIAN, w -> w.u16(0x0102).u24(0x030405).u32(0x06070809L), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertBytes(
                ByteOrder.LITTLE_ENDIAN, w -> w.u16(0x0102).u24(0x030405).u32(0x06070809L), 2, 1, 5, 4, 3, 9, 8, 7, 6);
        assertBytes(ByteOrder.LITTLE_ENDIAN, w -> w.varint32(300).zigzag32(-1).varint64(0), 0xAC, 2, 1, 0);
    }

    private static void assertBytes(ByteOrder order, Consumer<ValueWriter> write, int... expected) {
        ValueWriter writer = ValueWriter.growing(100, order);
        write.accept(writer);
        byte[] bytes = new byte[expected.length];
        for (int i = 0; i < expected.length; i++) {
            bytes[i] = (byte) expected[i];
        }
        byte[] actual = new byte[writer.written()];
        writer.take().get(actual);
        assertArrayEquals(bytes, actual);
    }

    private static void assertMalformed(Function<ValueReader, Object> read, int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        ValueReader reader = new ValueReader(ByteBuffer.wrap(all), ByteOrder.BIG_ENDIAN);
        assertThrows(ValueException.class, () -> read.apply(reader));
        assertEquals(all.length, reader.remaining());
    }

    @Test
    void shouldRefuseVarintsThatAreTooLongOrTooLarge() {
        assertMalformed(ValueReader::varint32, 0x80, 0x80, 0x80, 0x80, 0x10);
        assertMalformed(ValueReader::varint32, 0xFF, 0xFF, 0xFF, 0xFF, 0x8F, 0);
        assertMalformed(ValueReader::varint64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02);
        assertMalformed(ValueReader::varint64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0);
    }

    @Test
    void shouldRefuseWhatIsNoValue() {
        assertMalformed(ValueReader::bool, 2);
        assertMalformed(ValueReader::u63, 0x80, 0, 0, 0, 0, 0, 0, 0);
        assertMalformed(r -> r.text(2, StandardCharsets.UTF_8), 0xC3, 0x28);
        assertMalformed(r -> r.text(LengthForm.U8, 9, StandardCharsets.UTF_8), 2, 0xC3, 0x28);
        assertMalformed(r -> r.text(LengthForm.U8, 2, StandardCharsets.UTF_8), 3, 'a', 'b', 'c');
        assertMalformed(r -> r.block(LengthForm.U32, Integer.MAX_VALUE), 0xFF, 0xFF, 0xFF, 0xFF, 0);
        assertMalformed(r -> r.block(LengthForm.U32, Integer.MAX_VALUE), 0x7F, 0xFF, 0xFF, 0xFF, 0);
        assertMalformed(r -> r.block(LengthForm.VARINT, Integer.MAX_VALUE), 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0);
        assertMalformed(r -> r.zeroEnded(2, StandardCharsets.US_ASCII), 'a', 'b', 'c', 0);
        assertMalformed(
                r -> {
                    r.end();
                    return r;
                },
                0);
    }

    @Test
    void shouldTellTheProgramItsOwnMistakes() {
        ValueWriter writer = ValueWriter.growing(100, ByteOrder.BIG_ENDIAN);
        assertThrows(IllegalArgumentException.class, () -> writer.u8(256));
        assertThrows(IllegalArgumentException.class, () -> writer.u16(-1));
        assertThrows(IllegalArgumentException.class, () -> writer.u24(1 << 24));
        assertThrows(IllegalArgumentException.class, () -> writer.u32(1L << 32));
        assertThrows(IllegalArgumentException.class, () -> writer.block(LengthForm.U8, ByteBuffer.allocate(256)));
        assertThrows(IllegalArgumentException.class, () -> writer.zeroEnded("a\0b", StandardCharsets.US_ASCII));
        assertThrows(IllegalArgumentException.class, () -> writer.padded("abc", 2, StandardCharsets.US_ASCII));
        assertEquals(0, writer.written());
        ValueReader reader = new ValueReader(ByteBuffer.allocate(3).position(2), ByteOrder.BIG_ENDIAN);
        assertThrows(IllegalArgumentException.class, () -> reader.skip(-1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1})
    void shouldKnowTheSizeOfAVarint(long value) {
        ValueWriter writer = ValueWriter.growing(100, ByteOrder.BIG_ENDIAN).varint64(value);
        assertEquals(writer.written(), Varint.size(value));
        assertEquals(value, Varint.unfold(Varint.fold(value)));
        assertEquals(value, new ValueReader(writer.take(), ByteOrder.BIG_ENDIAN).varint64());
    }
}
