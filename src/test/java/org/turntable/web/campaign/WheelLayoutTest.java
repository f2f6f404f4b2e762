package org.turntable.web.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.campaign.PrizeKind;

class WheelLayoutTest {
    private static List<WheelLayout.Prize> prizes(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new WheelLayout.Prize(id, "奖品" + id, PrizeKind.COUPON))
                .toList();
    }

    private static WheelLayout wheel(int prizes) {
        return WheelLayout.of(prizes(prizes), "谢谢参与", "更多好礼");
    }

    @ParameterizedTest
    @CsvSource({
        "0,4", "1,4", "2,4", "3,6", "4,6", "5,8", "6,8", "7,10", "8,10", "9,12", "10,12", "11,12", "12,12", "200,12"
    })
    void aWheelHasFourToTwelveSegmentsAndAlwaysAnEvenNumber(int prizes, int segments) {
        assertEquals(segments, wheel(prizes).segments().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 30})
    void everyPrizeStandsOnAPrizeSegmentAndLossesOnLosingOnes(int prizes) {
        WheelLayout wheel = wheel(prizes);
        for (int id = 1; id <= prizes; id++) {
            assertFalse(wheel.segments().get(wheel.segmentOf(id)).losing());
        }
        for (long number = 1; number <= 30; number++) {
            assertTrue(wheel.segments().get(wheel.losingSegment(number)).losing());
        }
    }

    @Test
    void prizesKeepTheirOrderAndHaveASegmentEachUpToEleven() {
        WheelLayout wheel = wheel(11);
        List<Integer> places =
                LongStream.rangeClosed(1, 11).mapToObj(wheel::segmentOf).toList();
        assertEquals(places.stream().sorted().distinct().toList(), places);
    }

    @Test
    void beyondElevenPrizesTheLastOnesShareASegment() {
        WheelLayout wheel = wheel(13);
        assertEquals(wheel.segmentOf(11), wheel.segmentOf(13));
        assertNotEquals(wheel.segmentOf(10), wheel.segmentOf(11));
        WheelSegment shared = wheel.segments().get(wheel.segmentOf(12));
        assertEquals(
                "更多好礼", shared.lines().stream().map(WheelSegment.Line::text).collect(Collectors.joining()));
        assertEquals("more", shared.icon());
    }

    @Test
    void losingSegmentsAreSpreadRoundTheWheel() {
        assertEquals(
                "PPPLPPPL",
                wheel(6).segments().stream().map(s -> s.losing() ? "L" : "P").collect(Collectors.joining()));
        assertEquals(
                "PLPLPL",
                wheel(3).segments().stream().map(s -> s.losing() ? "L" : "P").collect(Collectors.joining()));
    }

    @Test
    void theSamePrizesGiveTheSameWheelAndARepeatedDrawTheSameSegment() {
        assertEquals(wheel(6).segments(), wheel(6).segments());
        assertEquals(wheel(6).losingSegment(5), wheel(6).losingSegment(5));
        assertNotEquals(wheel(6).losingSegment(5), wheel(6).losingSegment(6));
    }

    @Test
    void aPrizeOfAnotherCampaignIsNotOnTheWheel() {
        WheelLayout wheel = wheel(6);
        assertThrows(IllegalArgumentException.class, () -> wheel.segmentOf(7));
    }

    @Test
    void segmentsAreOfOneSizeClockwiseFromTheTopInAlternatingColours() {
        List<WheelSegment> segments = wheel(6).segments();
        for (int i = 0; i < segments.size(); i++) {
            assertEquals(i, segments.get(i).index());
            assertEquals(i * 45.0, segments.get(i).angle());
            assertEquals(i % 2, segments.get(i).colour());
        }
        assertEquals(
                "M0 0L-78.83 -190.32A206 206 0 0 1 78.83 -190.32Z",
                segments.get(0).path());
    }

    @Test
    void aShortNameTakesOneLineAndALongerOneTwoBrokenAtASpace() {
        WheelLabel labels = new WheelLabel(8);
        assertEquals(List.of("智能手表"), texts(labels, "智能手表"));
        assertEquals(List.of("￥1,888", "现金红包"), texts(labels, "￥1,888 现金红包"));
        assertEquals(List.of("Bluetooth", "earphones"), texts(labels, "Bluetooth earphones"));
        assertEquals(List.of("限量版智能", "手表旗舰款"), texts(labels, "限量版智能手表旗舰款"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "全年免费咖啡畅饮卡一张全国门店通用不限时段不限口味",
                "Donaudampfschifffahrtsgesellschaftskapitän",
                "🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁"
            })
    void aNameThatNeverFitsIsCutBetweenCharacters(String name) {
        for (int segments : new int[] {4, 6, 8, 10, 12}) {
            List<String> lines = texts(new WheelLabel(segments), name);
            String shown = String.join("", lines).replace("…", "");
            assertTrue(lines.size() <= 2 && name.startsWith(shown), name);
            assertFalse(Character.isHighSurrogate(shown.charAt(shown.length() - 1)));
        }
        assertTrue(texts(new WheelLabel(12), name).get(1).endsWith("…"));
    }

    @Test
    void aNameThatIsCutBreaksAtASpaceWhereItHasOne() {
        assertEquals(List.of("iPhone 18", "Pro Ma…"), texts(new WheelLabel(12), "iPhone 18 Pro Max 512GB"));
    }

    @Test
    void anEmptyNameIsAnEmptyLine() {
        assertEquals(List.of(""), texts(new WheelLabel(8), " "));
    }

    private static List<String> texts(WheelLabel labels, String name) {
        return labels.lines(name).stream().map(WheelSegment.Line::text).toList();
    }
}
