package org.turntable.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;

/** What operators give is checked whole before anything is written. */
class CampaignDefinitionTest {
    private static final Instant OPENS = Instant.parse("2026-10-01T02:00:00Z");
    private static final ReleaseLine LINE = new ReleaseLine(List.of(new ReleaseLine.Point(OPENS, 1_000_000)));

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "spring-2026", "a-b-c", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aSlugOfLowerCaseLettersDigitsAndSingleHyphensIsAccepted(String slug) {
        assertEquals(slug, definition(slug, 3, 12, 10, prize("a", 1)).slug());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "a-",
                "-a",
                "a--b",
                "A",
                "a_b",
                "a/b",
                "a b",
                "a.b",
                "春",
                "a\n",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anyOtherSlugIsRejectedWithItsName(String slug) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> definition(slug, 3, 12, 10, prize("a", 1)));
        assertTrue(refused.getMessage().contains("'" + slug + "'"), refused.getMessage());
    }

    @Test
    void chancesAreOneOrMore() {
        assertThrows(IllegalArgumentException.class, () -> definition("a", 0, 12, 10, prize("a", 1)));
        assertThrows(IllegalArgumentException.class, () -> definition("a", 3, 0, 10, prize("a", 1)));
    }

    @Test
    void weightsMayFillTheBaseAndNotExceedIt() {
        assertEquals(
                2,
                definition("a", 1, 1, 10, prize("a", 4), prize("b", 6)).prizes().size());
        assertThrows(IllegalArgumentException.class, () -> definition("a", 1, 1, 10, prize("a", 5), prize("b", 6)));
        assertThrows(
                IllegalArgumentException.class,
                () -> definition("a", 1, 1, 10, prize("a", Integer.MAX_VALUE), prize("b", Integer.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> definition("a", 1, 1, 0));
    }

    @Test
    void aCampaignHasOneToTwoHundredAndFiftyFivePrizesOfDifferentNames() {
        assertThrows(IllegalArgumentException.class, () -> definition("a", 1, 1, 10));
        assertThrows(
                IllegalArgumentException.class, () -> definition("a", 1, 1, 10, prize("same", 1), prize("same", 1)));
        assertEquals(255, definition("a", 1, 1, 10, prizes(255)).prizes().size());
        assertThrows(IllegalArgumentException.class, () -> definition("a", 1, 1, 10, prizes(256)));
    }

    @Test
    void aPrizeHasOneCodeAUnitOrNone() {
        assertEquals(2, coupon(2, List.of("A", "B")).codes().size());
        assertEquals(0, coupon(2, List.of()).codes().size());
        assertThrows(IllegalArgumentException.class, () -> coupon(2, List.of("A")));
        assertThrows(IllegalArgumentException.class, () -> coupon(2, List.of("A", "A")));
        assertThrows(IllegalArgumentException.class, () -> coupon(1, List.of(" ")));
        assertThrows(IllegalArgumentException.class, () -> coupon(1, List.of("x".repeat(65))));
        assertEquals(1, coupon(1, List.of("x".repeat(64))).codes().size());
    }

    @Test
    void aSeparateReleaseLineNeedsAReasonAndViceVersa() {
        assertEquals("a reason", withLine(LINE, "a reason").releaseReason());
        assertThrows(IllegalArgumentException.class, () -> withLine(LINE, null));
        assertThrows(IllegalArgumentException.class, () -> withLine(LINE, " "));
        assertThrows(IllegalArgumentException.class, () -> withLine(LINE, "x".repeat(201)));
        assertThrows(IllegalArgumentException.class, () -> withLine(null, "a reason"));
    }

    @Test
    void textsFitTheirColumns() {
        assertThrows(IllegalArgumentException.class, () -> prize(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> prize("x".repeat(41), 1));
        assertEquals(40, prize("x".repeat(40), 1).name().chinese().length());
        assertThrows(
                IllegalArgumentException.class,
                () -> PrizeDefinition.of(new LocalizedText("a", "x".repeat(61)), PrizeKind.COUPON, 1, 0, 1, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> PrizeDefinition.of(new LocalizedText("a", ""), PrizeKind.COUPON, 1, 0, 1, List.of()));
    }

    @Test
    void negativeValuesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> prize("a", -1));
        assertThrows(IllegalArgumentException.class, () -> coupon(-1, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> PrizeDefinition.of(text("a"), PrizeKind.COUPON, 1, -1, 1, List.of()));
    }

    @Test
    void aCampaignClosesAfterItOpens() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CampaignDefinition(
                        "a",
                        text("a"),
                        text("a"),
                        text("a"),
                        ZoneId.of("Asia/Shanghai"),
                        OPENS,
                        OPENS,
                        1,
                        1,
                        10,
                        LINE,
                        List.of(prize("a", 1))));
    }

    private static CampaignDefinition definition(
            String slug, int perDay, int inAll, int base, PrizeDefinition... prizes) {
        return new CampaignDefinition(
                slug,
                text("a"),
                text("a"),
                text("a"),
                ZoneId.of("Asia/Shanghai"),
                OPENS,
                OPENS.plusSeconds(1),
                perDay,
                inAll,
                base,
                LINE,
                List.of(prizes));
    }

    private static PrizeDefinition[] prizes(int count) {
        return IntStream.range(0, count).mapToObj(i -> prize("prize " + i, 0)).toArray(PrizeDefinition[]::new);
    }

    private static PrizeDefinition prize(String name, int weight) {
        return PrizeDefinition.of(text(name), PrizeKind.COUPON, weight, 0, 1, List.of());
    }

    private static PrizeDefinition coupon(int units, List<String> codes) {
        return PrizeDefinition.of(text("coupon"), PrizeKind.COUPON, 1, 0, units, codes);
    }

    private static PrizeDefinition withLine(ReleaseLine line, String reason) {
        return new PrizeDefinition(text("a"), PrizeKind.COUPON, 1, 0, 1, Collections.emptyList(), line, reason);
    }

    private static LocalizedText text(String chinese) {
        return new LocalizedText(chinese, null);
    }
}
